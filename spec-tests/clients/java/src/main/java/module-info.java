/** A program that uses the server through MongoDB's Java driver, as anybody's would. */
module dev.meerkat.clients {
  requires org.mongodb.bson;
  requires org.mongodb.driver.core;
  requires org.mongodb.driver.sync.client;
}
