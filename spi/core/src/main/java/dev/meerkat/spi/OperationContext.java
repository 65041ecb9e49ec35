package dev.meerkat.spi;

import org.bson.BsonDocument;

/**
 * What a piece of code may use while it works for one client's command. It is handed in first and
 * kept by nobody after the command has ended. Threads: confined to one operation.
 */
public interface OperationContext {
  /** The databases and collections, as this operation may see them. */
  CollectionCatalog catalog();

  Ticker ticker();

  Seeds seeds();

  /**
   * Ends the operation where it has been killed or its time ({@code maxTimeMS}) is up. Called
   * between documents; cheap enough for that.
   *
   * @throws ServerException 50 MaxTimeMSExpired, 11601 Interrupted or 11600 InterruptedAtShutdown
   */
  void checkInterrupted();

  /**
   * Runs another command on behalf of this one, with its session and deadline.
   *
   * @param database the database that the command addresses
   * @return the reply's fields; a failed command throws instead
   */
  BsonDocument run(String database, BsonDocument command);
}
