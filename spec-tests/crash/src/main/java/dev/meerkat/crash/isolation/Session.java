package dev.meerkat.crash.isolation;

import dev.meerkat.crash.load.ServerConnection;
import dev.meerkat.crash.load.Violation;
import java.io.IOException;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonTimestamp;

/** A session of one client, with the numbers of its transactions. Threads: confined. */
final class Session {
  static final String DATABASE = "isolation";

  private final ServerConnection connection;
  private final BsonDocument lsid;
  private long number;
  private boolean begins;

  Session(ServerConnection connection, UUID id) {
    this.connection = connection;
    this.lsid = new BsonDocument("id", new BsonBinary(id));
  }

  /** A transaction of a session, for who asks later what has become of it. */
  record Name(BsonDocument lsid, long number) {
    /** The command that commits it, once more. */
    BsonDocument commit(BsonDocument writeConcern) {
      return new BsonDocument("commitTransaction", new BsonInt64(1))
          .append("lsid", lsid)
          .append("txnNumber", new BsonInt64(number))
          .append("autocommit", BsonBoolean.FALSE)
          .append("writeConcern", writeConcern)
          .append("$db", new BsonString("admin"));
    }
  }

  Name begin() {
    number++;
    begins = true;
    return new Name(lsid, number);
  }

  /** Runs a statement of the transaction; what fails is told by the answer. */
  BsonDocument statement(String command) throws IOException {
    BsonDocument document = BsonDocument.parse(command);
    document.append("$db", new BsonString(DATABASE)).append("lsid", lsid);
    document.append("txnNumber", new BsonInt64(number)).append("autocommit", BsonBoolean.FALSE);
    if (begins) {
      document
          .append("startTransaction", BsonBoolean.TRUE)
          .append("readConcern", new BsonDocument("level", new BsonString("snapshot")));
      begins = false;
    }
    return connection.call(document);
  }

  /** The documents of a find. */
  static BsonArray documents(BsonDocument answer) {
    return answer.getDocument("cursor").getArray("firstBatch");
  }

  BsonDocument commit(Name transaction, BsonDocument writeConcern) throws IOException {
    return connection.call(transaction.commit(writeConcern));
  }

  void abort() throws IOException {
    if (begins) {
      return;
    }
    BsonDocument answer =
        connection.call(
            new BsonDocument("abortTransaction", new BsonInt64(1))
                .append("lsid", lsid)
                .append("txnNumber", new BsonInt64(number))
                .append("autocommit", BsonBoolean.FALSE)
                .append("$db", new BsonString("admin")));
    Violation.require(
        isOk(answer) || code(answer) == 251, () -> "abort answers " + answer.toJson());
  }

  /** Runs a retryable write outside of transactions. */
  BsonDocument plain(String command) throws IOException {
    number++;
    return connection.call(
        BsonDocument.parse(command)
            .append("$db", new BsonString(DATABASE))
            .append("lsid", lsid)
            .append("txnNumber", new BsonInt64(number)));
  }

  /** Reads outside of transactions at one time; 0 for the newest. */
  BsonDocument snapshot(String command, BsonTimestamp at) throws IOException {
    BsonDocument concern = new BsonDocument("level", new BsonString("snapshot"));
    if (at.getValue() != 0) {
      concern.append("atClusterTime", at);
    }
    return connection.call(
        BsonDocument.parse(command)
            .append("$db", new BsonString(DATABASE))
            .append("lsid", lsid)
            .append("readConcern", concern));
  }

  static boolean isOk(BsonDocument answer) {
    return answer.getNumber("ok").intValue() == 1 && !answer.containsKey("writeErrors");
  }

  static int code(BsonDocument answer) {
    return answer.containsKey("code") ? answer.getNumber("code").intValue() : 0;
  }
}
