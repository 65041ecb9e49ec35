package dev.meerkat.crash.power;

import java.nio.ByteBuffer;

/** One logged call. Threads: immutable; contents are read only. */
sealed interface Call {
  /**
   * A file was opened, and made where it was not there.
   *
   * @param name within the folder; empty for the folder itself
   */
  record Open(int descriptor, String name, boolean truncates) implements Call {}

  record Close(int descriptor) implements Call {}

  record Duplicate(int descriptor, int copy) implements Call {}

  record Write(int descriptor, long offset, ByteBuffer bytes) implements Call {}

  record Truncate(int descriptor, long length) implements Call {}

  /** A sync begins: it covers what was called before. */
  record SyncBegin(int descriptor, long number) implements Call {}

  /** A sync has returned. */
  record SyncEnd(int descriptor, long number) implements Call {}

  record Rename(String from, String to) implements Call {}

  record Unlink(String name) implements Call {}
}
