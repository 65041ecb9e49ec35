package dev.meerkat.backend.sqlite;

import java.io.File;
import java.nio.file.Path;

/**
 * How SQLite is told which file to open, and how to lock it. Threads: stateless.
 *
 * <p>A folder belongs to one server, so no other process needs to see SQLite's locks. On Unix the
 * file is locked once and for all, for this process; what its connections lock among each other and
 * the index of the log are kept in memory. That spares a write transaction four system calls, which
 * all connections of the process take turns at.
 */
final class FileName {
  /** There is no such file system of SQLite's for Windows. */
  static final boolean IS_LOCKED_ONCE = File.separatorChar == '/';

  private static final String LOCKED_ONCE = "?vfs=unix-excl";

  private FileName() {}

  /** The name for the driver. */
  static String of(Path file) {
    String path = file.toAbsolutePath().toString();
    return IS_LOCKED_ONCE ? "file:" + escaped(path) + LOCKED_ONCE : path;
  }

  /** What ends a path in a URI, or escapes there, is told by its code; the rest is as it is. */
  private static String escaped(String path) {
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23");
  }
}
