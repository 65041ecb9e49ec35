package dev.meerkat.spi.query;

/** Collects what a piece of a pipeline reads. Threads: confined to one operation. */
public interface Dependencies {
  /** A dotted path of the input document. */
  void field(String path);

  /** Every field of the input document. */
  void wholeDocument();

  /** A variable that is bound outside, by its slot. */
  void variable(int slot);
}
