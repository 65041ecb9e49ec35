package dev.meerkat.spi.query;

/** How often one stage has spilled, for explain. Threads: confined to one operation. */
public final class SpillCount {
  private long spills;

  /** Says that the stage has spilled once more. */
  public void add() {
    spills++;
  }

  public long spills() {
    return spills;
  }
}
