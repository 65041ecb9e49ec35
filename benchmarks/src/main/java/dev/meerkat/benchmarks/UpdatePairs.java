package dev.meerkat.benchmarks;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;

/**
 * Updates two documents: one after the other, or in one transaction. Each client has documents of
 * its own, so that nobody conflicts. Threads: confined to one thread.
 */
final class UpdatePairs implements Load.Client {
  /** Documents of one client. */
  static final int OWN = 100;

  private final boolean inTransaction;
  private final boolean isSynced;
  private final int firstId;
  private final BsonBinary session;
  private final SplittableRandom random;
  private long transaction;

  /**
   * @param inTransaction whether both are one transaction
   * @param isSynced whether the acknowledgement waits for the disk
   * @param number tells clients apart
   * @param run tells the runs of a client apart
   */
  UpdatePairs(boolean inTransaction, boolean isSynced, int number, int run) {
    this.inTransaction = inTransaction;
    this.isSynced = isSynced;
    this.firstId = number * OWN;
    this.session = new BsonBinary(new UUID(0x4000L + run, 0x8000_0000_0000_0000L | number));
    this.random = new SplittableRandom(number);
  }

  @Override
  public int step(FrameClient connection) throws IOException {
    transaction++;
    int first = random.nextInt(OWN);
    update(connection, firstId + first, true);
    update(connection, firstId + (first + 1) % OWN, false);
    if (inTransaction) {
      DocumentBuilder command = new DocumentBuilder(256);
      command.appendInt32("commitTransaction", 1);
      number(command);
      concern(command);
      run(connection, command.appendString("$db", "admin"));
    }
    return 1;
  }

  private void update(FrameClient connection, int id, boolean isFirst) throws IOException {
    DocumentBuilder command = new DocumentBuilder(256);
    command.appendString("update", SanityLines.COLLECTION);
    command.beginArray("updates").beginDocument("0");
    command.beginDocument("q").appendInt32("_id", id).end();
    command.beginDocument("u").beginDocument("$inc").appendInt32("n", 1).end().end();
    command.end().end();
    if (inTransaction) {
      number(command);
      if (isFirst) {
        command.appendBoolean("startTransaction", true);
      }
    } else {
      command.beginDocument("lsid").append("id", session).end();
      concern(command);
    }
    BsonDocument answer = run(connection, command.appendString("$db", SanityLines.DATABASE));
    if (answer.getNumber("n").intValue() != 1) {
      throw new IllegalStateException("not updated: " + answer.toJson());
    }
  }

  private void number(DocumentBuilder command) {
    command.beginDocument("lsid").append("id", session).end();
    command.appendInt64("txnNumber", transaction).appendBoolean("autocommit", false);
  }

  private void concern(DocumentBuilder command) {
    command.beginDocument("writeConcern");
    if (isSynced) {
      command.appendString("w", "majority");
    } else {
      command.appendInt32("w", 1);
    }
    command.end();
  }

  private static BsonDocument run(FrameClient connection, DocumentBuilder command)
      throws IOException {
    return connection.run(DocumentView.of(command.toBytes()));
  }
}
