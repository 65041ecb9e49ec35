import dev.meerkat.launcher.JsonLoggerFinder;
import org.jspecify.annotations.NullMarked;

/** The server as a program of its own: command line, config file, log, signals. */
@NullMarked
module dev.meerkat.launcher {
  requires dev.meerkat.server;
  requires dev.meerkat.spi;
  requires dev.meerkat.wire;
  requires org.apache.commons.cli;
  requires org.mongodb.bson;
  requires org.slf4j;
  requires org.snakeyaml.engine;

  provides System.LoggerFinder with
      JsonLoggerFinder;
}
