package dev.meerkat.spi.storage;

import dev.meerkat.spi.DocumentView;
import org.jspecify.annotations.Nullable;

/**
 * Finds records that are asked for many at a time, each read when its turn comes. It belongs to the
 * reader that it was opened on. Threads: confined to one thread.
 */
public interface RecordFinder extends AutoCloseable {
  /**
   * Asks for records; what was asked for before is forgotten.
   *
   * @param recordIds in any order, and each as often as wanted; the array stays the caller's
   * @param count how many of them, from the first on
   */
  void ask(long[] recordIds, int count);

  /**
   * The document of the next id that was asked for, valid for as long as the caller likes, or null
   * where there is no such record.
   *
   * @throws IllegalStateException all that were asked for have been answered
   */
  @Nullable DocumentView next();

  /** Closing twice is allowed. */
  @Override
  void close();
}
