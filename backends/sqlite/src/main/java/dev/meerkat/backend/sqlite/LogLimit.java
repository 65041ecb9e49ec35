package dev.meerkat.backend.sqlite;

/**
 * Sees to it that the log does not grow for ever. A log that always has a reader never begins anew
 * by itself; in the writer's turn nobody writes meanwhile. Its file is then written over from the
 * beginning, which is a quarter cheaper than cutting it and letting it grow again; it is cut where
 * readers have made it much too large.
 *
 * <p>A reader in the log is in the way. Writers do not wait for it before the log is twice as long
 * as it may be: mostly the reader is a long one, which the wait would not outlast. Whoever is the
 * last reader to go then begins the log anew. Threads: belongs to who holds the writer's turn, but
 * for {@link #isExceeded}.
 */
final class LogLimit {
  /** The log is looked at so often while as much is written as it may hold. */
  private static final int LOOKS = 32;

  /** A page of the log. */
  private static final long FRAME_BYTES = EnvironmentFile.PAGE_BYTES + 24L;

  /** From so many limits on, writers wait for readers. */
  private static final int PATIENCE = 2;

  /** The file is cut where it is longer than so many limits. */
  private static final int MUCH = 3;

  private final long limitBytes;

  /** Not tried again before the log has grown to this: readers were in the way. */
  private long nextBytes;

  /** Written since the log was last looked at, roughly; at first all that may be there. */
  private long unseenBytes;

  private volatile boolean isExceeded;

  LogLimit(long limitBytes) {
    this.limitBytes = limitBytes;
    this.unseenBytes = limitBytes;
  }

  /**
   * Notes what a transaction has committed.
   *
   * @param changes each of a page at least
   * @param bytes of the documents and values among them
   */
  void wrote(long changes, long bytes) {
    unseenBytes += changes * FRAME_BYTES + bytes;
  }

  /** Whether the log is too long and readers were in the way. */
  boolean isExceeded() {
    return isExceeded;
  }

  /** Leaves the log as it is until enough has been written again. */
  void forget() {
    isExceeded = false;
  }

  /** Begins the log anew where it is too long; before a transaction. */
  void enforce(SqliteConnection writer, LogFile log) {
    if (unseenBytes < limitBytes / LOOKS) {
      return;
    }
    unseenBytes = 0;
    long used = usedBytes(writer);
    if (used <= limitBytes) {
      nextBytes = 0;
      isExceeded = false;
    } else if (used >= nextBytes) {
      boolean waits = used > PATIENCE * limitBytes;
      if (!(waits ? restart(writer, log) : restartBesideNobody(writer, log))) {
        nextBytes = used + (waits ? limitBytes / 2 : limitBytes / 8);
      }
    }
  }

  /**
   * Begins the log anew if no reader is in the way.
   *
   * @return whether none was
   */
  boolean restartBesideNobody(SqliteConnection writer, LogFile log) {
    writer.execute(Sql.WAIT_FOR_NOBODY);
    boolean isDone = restart(writer, log);
    writer.execute(Sql.WAIT_FOR_READERS);
    return isDone;
  }

  private boolean restart(SqliteConnection writer, LogFile log) {
    boolean isCut = log.sizeBytes() > MUCH * limitBytes;
    boolean isDone = writer.number(isCut ? Sql.CUT_LOG : Sql.RESTART_LOG) == 0;
    if (isDone) {
      nextBytes = 0;
    }
    isExceeded = !isDone;
    return isDone;
  }

  /** Bytes of the log up to its last commit; none where the next one begins it anew. */
  private static long usedBytes(SqliteConnection writer) {
    SqliteStatement look = writer.take(Sql.LOOK_AT_LOG);
    boolean found = look.step();
    long frames = found ? look.integer(1) : 0;
    boolean isCopied = found && frames == look.integer(2);
    writer.give(look);
    return isCopied ? 0 : frames * FRAME_BYTES;
  }
}
