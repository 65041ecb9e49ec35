package dev.meerkat.launcher;

import dev.meerkat.launcher.CommandLineParser.Help;
import dev.meerkat.launcher.CommandLineParser.Start;
import dev.meerkat.launcher.CommandLineParser.Version;
import dev.meerkat.server.MeerkatOptions;
import dev.meerkat.server.MeerkatServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/** The program: starts a server and ends with it. Threads: confined to the main thread. */
public final class Launcher {
  private static final int USAGE = 2;
  private static final int FAILURE = 1;

  private Launcher() {}

  /** The program's entry. */
  public static void main(String[] words) {
    int status = run(List.of(words));
    if (status != 0) {
      System.exit(status);
    }
  }

  private static int run(List<String> words) {
    try {
      switch (new CommandLineParser(storages(words)).parse(words)) {
        case Help help -> System.out.print(help.text());
        case Version _ -> System.out.println(MeerkatServer.versionText());
        case Start start -> serve(start.settings(), words);
      }
      return 0;
    } catch (UsageException e) {
      System.err.println("meerkat: " + e.text());
      System.err.println("See ./meerkat --help.");
      return USAGE;
    } catch (IllegalStateException | IllegalArgumentException e) {
      System.err.println("meerkat: " + e.getMessage());
      return FAILURE;
    }
  }

  /** The names of the backends, loaded only where the help text is to show them. */
  private static Set<String> storages(List<String> words) {
    return words.contains("--help") || words.contains("-h") ? MeerkatServer.storages() : Set.of();
  }

  private static void serve(Settings settings, List<String> words) {
    MeerkatOptions options = settings.toOptions(words, prepareLog(settings), verbosity(settings));
    MeerkatServer server = MeerkatServer.start(options);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "signal"));
    System.out.println("Meerkat is ready: " + server.connectionString());
    try {
      server.awaitShutdownRequest();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.exit(0);
  }

  /**
   * Ends the server on a signal. A virtual machine that a signal has ended answers 128 plus the
   * signal's number; an orderly end of a server is 0.
   */
  private static void end(MeerkatServer server) {
    int status = 0;
    try {
      server.close();
    } catch (RuntimeException e) {
      System.err.println("meerkat: the server did not end in order: " + e);
      status = FAILURE;
    }
    System.out.flush();
    Runtime.getRuntime().halt(status);
  }

  /** What lets details through to the log, or keeps them from it. */
  private static IntConsumer verbosity(Settings settings) {
    JsonLoggerFinder log = JsonLoggerFinder.installed();
    System.Logger.Level usual =
        settings.has(ServerOption.QUIET) ? System.Logger.Level.WARNING : System.Logger.Level.INFO;
    return verbosity -> log.atLeast(verbosity > 0 ? System.Logger.Level.DEBUG : usual);
  }

  /** Sends the log where it belongs; answers what begins a new file. */
  private static Runnable prepareLog(Settings settings) {
    JsonLoggerFinder log = JsonLoggerFinder.installed();
    if (settings.has(ServerOption.QUIET)) {
      log.atLeast(System.Logger.Level.WARNING);
    }
    String path = settings.last(ServerOption.LOGPATH);
    if (path == null) {
      return () -> {};
    }
    try {
      return LogOutput.open(Path.of(path), log)::rotate;
    } catch (IOException e) {
      throw new UsageException("The log file " + path + " cannot be written: " + e.getMessage());
    }
  }
}
