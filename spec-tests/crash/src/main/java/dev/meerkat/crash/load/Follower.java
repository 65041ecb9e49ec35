package dev.meerkat.crash.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * A change stream of the whole cluster, followed while others write, until the server is gone, and
 * resumed when it is back. Threads: {@link #run} in a thread of its own; everything else before it
 * begins or after it has ended.
 */
public final class Follower implements Runnable {
  private static final String END = "stream_end";
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final String connectionString;
  private final Told base;
  private final List<Heard> heard = new ArrayList<>();
  private RuntimeException failure;

  /**
   * An event, or the token of a batch.
   *
   * @param nanos when it was received
   */
  private record Heard(long nanos, BsonDocument event) {}

  public Follower(String connectionString, Told base) {
    this.connectionString = connectionString;
    this.base = base;
  }

  /** Begins a stream on a server to which nobody writes. */
  public static Told begin(ServerConnection connection) throws IOException {
    BsonDocument cursor = open(connection, new BsonDocument());
    return new Told(cursor.getDocument("postBatchResumeToken"));
  }

  private static BsonDocument open(ServerConnection connection, BsonDocument options)
      throws IOException {
    BsonDocument stage = options.append("allChangesForCluster", Documents.value(true));
    return connection
        .require(
            Documents.of("aggregate", 1, "cursor", new BsonDocument(), "$db", "admin")
                .append("pipeline", Documents.array(List.of(Documents.of("$changeStream", stage)))))
        .getDocument("cursor");
  }

  private static BsonDocument resume(ServerConnection connection, BsonDocument token)
      throws IOException {
    return open(connection, Documents.of("resumeAfter", token));
  }

  private static BsonDocument more(ServerConnection connection, BsonValue id) throws IOException {
    return connection
        .require(
            new BsonDocument("getMore", id)
                .append("collection", new BsonString("$cmd.aggregate"))
                .append("maxTimeMS", new BsonInt64(1_000))
                .append("$db", new BsonString("admin")))
        .getDocument("cursor");
  }

  @Override
  public void run() {
    try (ServerConnection connection = ServerConnection.open(connectionString)) {
      BsonDocument cursor = resume(connection, base.token());
      BsonValue id = cursor.get("id");
      hear(cursor.getArray("firstBatch"));
      while (true) {
        hear(more(connection, id).getArray("nextBatch"));
      }
    } catch (IOException _) {
      // The server was killed; the rest is heard when it is back.
      return;
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void hear(BsonArray batch) {
    long now = System.nanoTime();
    batch.forEach(event -> heard.add(new Heard(now, event.asDocument())));
  }

  /** How many events have been heard. */
  public int heard() {
    return heard.size();
  }

  /** What ended it other than the death of the server, or null. */
  public RuntimeException failure() {
    return failure;
  }

  /** What was told before a moment. */
  public Told toldBefore(long nanos) {
    Told told = base.copy();
    for (Heard each : heard) {
      if (each.nanos() < nanos) {
        told.apply(each.event());
      }
    }
    return told;
  }

  /** Resumes a stream and takes all that has happened by now. */
  public static void catchUp(ServerConnection connection, Told told) throws IOException {
    BsonDocument cursor = resume(connection, told.token());
    BsonDocument end = Documents.of("_id", System.nanoTime());
    BsonDocument _ =
        connection.require(
            Documents.command("insert", END + ".ends", "documents", List.of(end))
                .append("writeConcern", Documents.of("w", "majority")));
    long began = System.nanoTime();
    BsonArray batch = cursor.getArray("firstBatch");
    while (!takes(batch, told, end)) {
      Violation.require(
          System.nanoTime() - began < PATIENCE_NANOS, () -> "the stream does not tell of " + end);
      batch = more(connection, cursor.get("id")).getArray("nextBatch");
    }
  }

  /** Answers whether the last event has come. */
  private static boolean takes(BsonArray batch, Told told, BsonDocument end) {
    boolean ended = false;
    for (BsonValue event : batch) {
      told.apply(event.asDocument());
      ended |= end.equals(event.asDocument().get("fullDocument"));
    }
    return ended;
  }
}
