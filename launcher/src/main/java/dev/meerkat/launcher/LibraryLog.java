package dev.meerkat.launcher;

import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOP_FallbackServiceProvider;

/** What libraries log through SLF4J: there is no place for it here. Threads: confined. */
final class LibraryLog {
  private static final String PROVIDER = "slf4j.provider";
  private static final String VERBOSITY = "slf4j.internal.verbosity";

  private LibraryLog() {}

  /**
   * Tells SLF4J that there is nothing to log with, for which it would open and read every jar of
   * the program. A plugin that brings an SLF4J of its own is not told: the word is taken back.
   */
  static void silence() {
    if (System.getProperty(PROVIDER) != null) {
      return;
    }
    if (System.getProperty(VERBOSITY) == null) {
      System.setProperty(VERBOSITY, "ERROR");
    }
    System.setProperty(PROVIDER, NOP_FallbackServiceProvider.class.getName());
    try {
      var _ = LoggerFactory.getILoggerFactory();
    } finally {
      System.clearProperty(PROVIDER);
    }
  }
}
