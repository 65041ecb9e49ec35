package dev.meerkat.spectests.operation;

import com.mongodb.client.ClientSession;
import dev.meerkat.spectests.unified.TestFailure;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What a test says of sessions. Threads: immutable. */
final class SessionAssertions {
  private SessionAssertions() {}

  static @Nullable BsonValue dirty(Call call) {
    return check(session(call).getServerSession().isMarkedDirty(), "the session is not dirty");
  }

  static @Nullable BsonValue notDirty(Call call) {
    return check(!session(call).getServerSession().isMarkedDirty(), "the session is dirty");
  }

  static @Nullable BsonValue pinned(Call call) {
    return check(isPinned(session(call)), "the session is not pinned");
  }

  static @Nullable BsonValue unpinned(Call call) {
    return check(!isPinned(session(call)), "the session is pinned");
  }

  /** The driver tells no more than whether a transaction is open. */
  static @Nullable BsonValue transactionState(Call call) {
    String state = call.arguments().string("state");
    boolean isOpen =
        switch (state) {
          case "starting", "in_progress" -> true;
          case "none", "committed", "aborted" -> false;
          default -> throw new TestFailure("there is no state " + state + " of a transaction");
        };
    return check(session(call).hasActiveTransaction() == isOpen, "the transaction is not " + state);
  }

  static @Nullable BsonValue sameLsid(Call call) {
    List<BsonDocument> commands = lastTwoCommands(call);
    return check(
        lsid(commands.getFirst()).equals(lsid(commands.getLast())),
        "the last two commands are of different sessions");
  }

  static @Nullable BsonValue differentLsid(Call call) {
    List<BsonDocument> commands = lastTwoCommands(call);
    return check(
        !lsid(commands.getFirst()).equals(lsid(commands.getLast())),
        "the last two commands are of the same session");
  }

  private static boolean isPinned(ClientSession session) {
    return session.getPinnedServerAddress() != null || session.getTransactionContext() != null;
  }

  private static ClientSession session(Call call) {
    return call.entities().session(call.arguments().string("session"));
  }

  private static List<BsonDocument> lastTwoCommands(Call call) {
    List<BsonDocument> commands =
        call.entities()
            .clientEntity(call.arguments().string("client"))
            .commands()
            .lastTwoCommands();
    check(commands.size() == 2, "fewer than two commands were sent");
    return commands;
  }

  private static BsonDocument lsid(BsonDocument command) {
    BsonValue lsid = command.get("lsid");
    if (lsid == null) {
      throw new TestFailure("a command has no session: " + command.getFirstKey());
    }
    return lsid.asDocument();
  }

  private static @Nullable BsonValue check(boolean holds, String otherwise) {
    if (!holds) {
      throw new TestFailure(otherwise);
    }
    return null;
  }
}
