import org.jspecify.annotations.NullMarked;

/** MongoDB's unified tests through the Java driver, against any server. */
@NullMarked
module dev.meerkat.spectests {
  requires dev.meerkat.server;
  requires org.mongodb.driver.core;
  requires org.mongodb.driver.sync.client;
}
