package dev.meerkat.spectests.operation;

import com.mongodb.MongoClientException;
import com.mongodb.ServerAddress;
import com.mongodb.ServerCursor;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** A cursor over the reply of any command that makes one. Threads: confined to one thread. */
final class CommandCursor implements MongoCursor<BsonDocument> {
  private final MongoDatabase database;
  private final ClientSession session;
  private final boolean ownsSession;
  private final BsonDocument more;
  private final Deque<BsonDocument> batch = new ArrayDeque<>();
  private String collection = "";
  private long id;

  private CommandCursor(
      MongoDatabase database, ClientSession session, boolean ownsSession, BsonDocument more) {
    this.database = database;
    this.session = session;
    this.ownsSession = ownsSession;
    this.more = more;
  }

  /**
   * Sends the command.
   *
   * @param ownsSession whether the session ends with the cursor
   * @param more what each getMore says besides
   */
  static CommandCursor open(
      MongoDatabase database,
      ClientSession session,
      boolean ownsSession,
      BsonDocument command,
      BsonDocument more) {
    CommandCursor cursor = new CommandCursor(database, session, ownsSession, more);
    cursor.receive(database.runCommand(session, command, BsonDocument.class), "firstBatch");
    return cursor;
  }

  @Override
  public boolean hasNext() {
    while (batch.isEmpty() && id != 0) {
      getMore();
    }
    return !batch.isEmpty();
  }

  @Override
  public BsonDocument next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return batch.removeFirst();
  }

  @Override
  public @Nullable BsonDocument tryNext() {
    if (batch.isEmpty() && id != 0) {
      getMore();
    }
    return batch.pollFirst();
  }

  @Override
  public int available() {
    return batch.size();
  }

  @Override
  public void close() {
    if (id != 0) {
      database.runCommand(
          session,
          new BsonDocument("killCursors", new BsonString(collection))
              .append("cursors", new BsonArray(List.of(new BsonInt64(id)))));
      id = 0;
    }
    if (ownsSession) {
      session.close();
    }
  }

  @Override
  public @Nullable ServerCursor getServerCursor() {
    return null;
  }

  @Override
  public ServerAddress getServerAddress() {
    throw new UnsupportedOperationException("the address of a cursor made of commands");
  }

  private void getMore() {
    BsonDocument command =
        new BsonDocument("getMore", new BsonInt64(id))
            .append("collection", new BsonString(collection));
    command.putAll(more);
    receive(database.runCommand(session, command, BsonDocument.class), "nextBatch");
  }

  private void receive(BsonDocument reply, String batchName) {
    BsonValue cursor = reply.get("cursor");
    if (cursor == null) {
      throw new MongoClientException("the reply has no cursor");
    }
    BsonDocument description = cursor.asDocument();
    id = description.getNumber("id").longValue();
    String namespace = description.getString("ns").getValue();
    collection = namespace.substring(namespace.indexOf('.') + 1);
    for (BsonValue document : description.getArray(batchName)) {
      batch.add(document.asDocument());
    }
  }
}
