/** Programs that take servers away under load and check what they kept. */
module dev.meerkat.crash {
  requires org.jspecify;
  requires org.mongodb.bson;
  requires org.mongodb.driver.core;
  requires org.mongodb.driver.sync.client;
}
