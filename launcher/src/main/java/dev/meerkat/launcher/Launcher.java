package dev.meerkat.launcher;

import dev.meerkat.launcher.CommandLineParser.Help;
import dev.meerkat.launcher.CommandLineParser.Start;
import dev.meerkat.launcher.CommandLineParser.Wish;
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
    MeerkatServer.prepare();
    int status = run(List.of(words));
    if (status != 0) {
      System.exit(status);
    }
  }

  private static int run(List<String> words) {
    try {
      Wish wish = new CommandLineParser(storages(words)).parse(words);
      // A switch over types would be linked anew at each start, which takes milliseconds.
      if (wish instanceof Start start) {
        serve(start.settings(), words);
      } else if (wish instanceof Help help) {
        System.out.print(help.text());
      } else {
        System.out.println(MeerkatServer.versionText());
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
    MeerkatServer server = start(settings, words);
    Runtime.getRuntime().addShutdownHook(onSignal(server));
    System.out.println("Meerkat is ready: " + server.connectionString());
    try {
      server.awaitShutdownRequest();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.exit(0);
  }

  /** Starts the server as the settings say. */
  static MeerkatServer start(Settings settings, List<String> words) {
    LibraryLog.silence();
    return MeerkatServer.start(
        settings.toOptions(
            words,
            new JsonLogger(MeerkatOptions.LOGGER, ProcessLog.ONE),
            prepareLog(settings),
            verbosity(settings)));
  }

  /** What ends the server when a signal has come. */
  static Thread onSignal(MeerkatServer server) {
    return new Thread(() -> end(server), "signal");
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
    ProcessLog log = ProcessLog.ONE;
    System.Logger.Level usual =
        settings.has(ServerOption.QUIET) ? System.Logger.Level.WARNING : System.Logger.Level.INFO;
    return verbosity -> log.atLeast(verbosity > 0 ? System.Logger.Level.DEBUG : usual);
  }

  /** Sends the log where it belongs; answers what begins a new file. */
  private static Runnable prepareLog(Settings settings) {
    ProcessLog log = ProcessLog.ONE;
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
