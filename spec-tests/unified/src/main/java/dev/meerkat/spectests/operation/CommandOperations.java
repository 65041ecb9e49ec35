package dev.meerkat.spectests.operation;

import com.mongodb.ReadPreference;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoDatabase;
import dev.meerkat.spectests.unified.Arguments;
import dev.meerkat.spectests.unified.Concerns;
import dev.meerkat.spectests.unified.NotRunnable;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Commands as they are, and cursors over their replies. Threads: immutable. */
final class CommandOperations {
  private CommandOperations() {}

  static BsonValue runCommand(Call call) {
    Arguments arguments = call.arguments();
    arguments.string("commandName");
    BsonDocument command = arguments.document("command");
    MongoDatabase database = call.database();
    ClientSession session = call.session();
    BsonValue spec = arguments.value("readPreference");
    @Nullable ReadPreference preference =
        spec == null ? null : Concerns.readPreference(spec.asDocument());
    arguments.checkAllRead();
    if (preference == null) {
      return session == null
          ? database.runCommand(command, BsonDocument.class)
          : database.runCommand(session, command, BsonDocument.class);
    }
    return session == null
        ? database.runCommand(command, preference, BsonDocument.class)
        : database.runCommand(session, command, preference, BsonDocument.class);
  }

  static BsonValue runCursorCommand(Call call) {
    BsonArray documents = new BsonArray();
    try (CommandCursor cursor = cursor(call)) {
      while (cursor.hasNext()) {
        documents.add(cursor.next());
      }
    }
    return documents;
  }

  static Object createCommandCursor(Call call) {
    return cursor(call);
  }

  /** Not in the driver's public API: the command and each getMore are sent as commands. */
  private static CommandCursor cursor(Call call) {
    call.emulated();
    Arguments arguments = call.arguments();
    arguments.value("commandName");
    BsonDocument command = arguments.document("command");
    BsonDocument more = new BsonDocument();
    arguments.value("batchSize", value -> more.append("batchSize", value));
    arguments.value("maxTimeMS", value -> more.append("maxTimeMS", value));
    arguments.value("comment", value -> more.append("comment", value));
    // Only the driver's waiting depends on the type; the command itself says what it wants.
    arguments.cursorType(_ -> {});
    MongoDatabase database = call.database();
    if (database.getTimeout(TimeUnit.MILLISECONDS) != null) {
      // Whose time is left for a getMore only the driver's own cursors know.
      throw new NotRunnable("the driver's public API lacks command cursors with timeoutMS");
    }
    ClientSession session = call.session();
    arguments.checkAllRead();
    return CommandCursor.open(
        database,
        session == null ? call.implicitSession() : session,
        session == null,
        command,
        more);
  }
}
