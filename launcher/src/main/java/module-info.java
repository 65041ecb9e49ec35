import dev.meerkat.launcher.JsonLoggerFinder;
import org.jspecify.annotations.NullMarked;

/** The server as a program of its own: command line, config file, log, signals. */
@NullMarked
module dev.meerkat.launcher {
  requires dev.meerkat.server;
  requires info.picocli;
  requires org.snakeyaml.engine;

  provides System.LoggerFinder with
      JsonLoggerFinder;
}
