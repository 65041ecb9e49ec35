package dev.meerkat.spi.storage;

/**
 * A cursor over a sorted table. Keys and values are valid until the cursor moves. Threads: confined
 * to one thread.
 */
public interface SortedCursor extends AutoCloseable {
  /** Moves to the next entry, or answers false, then and until a {@link #seek}. */
  boolean advance();

  /** The array that holds the current key, from 0 to {@link #keyLength()}. */
  byte[] key();

  int keyLength();

  /** The current value: an array of its own length, empty where there is none. */
  byte[] value();

  /**
   * Moves so that the next {@link #advance()} answers the first entry at {@code key} or after it in
   * the cursor's direction, within its range; backwards too.
   *
   * @param inclusive whether {@code key} itself may be answered
   */
  void seek(byte[] key, boolean inclusive);

  /** Closing twice is allowed. */
  @Override
  void close();
}
