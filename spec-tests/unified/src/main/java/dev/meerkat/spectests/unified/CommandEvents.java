package dev.meerkat.spectests.unified;

import com.mongodb.connection.ConnectionDescription;
import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Writes what a client tells of its commands into its log. Threads: safe; guarded by this. */
public final class CommandEvents implements CommandListener {
  private static final Set<String> SENSITIVE =
      Set.of(
          "authenticate",
          "saslStart",
          "saslContinue",
          "getnonce",
          "createUser",
          "updateUser",
          "copydbgetnonce",
          "copydbsaslstart",
          "copydb");

  private final EventLog log;
  private final Set<String> ignored;
  private final boolean sensitive;
  private final Set<Integer> hidden = new HashSet<>();
  private final Deque<BsonDocument> lastCommands = new ArrayDeque<>();

  /**
   * @param ignored commands whose events are not recorded
   * @param sensitive whether commands of authentication are recorded, without their secrets
   */
  CommandEvents(EventLog log, Set<String> ignored, boolean sensitive) {
    this.log = log;
    this.ignored = ignored;
    this.sensitive = sensitive;
  }

  /** The last two commands that were sent, the older one first. */
  public synchronized List<BsonDocument> lastTwoCommands() {
    return new ArrayList<>(lastCommands);
  }

  @Override
  public synchronized void commandStarted(CommandStartedEvent event) {
    String name = event.getCommandName();
    // The driver gives the command as a view of a buffer that it uses again.
    BsonDocument command = event.getCommand().clone();
    if (isHidden(name, command)) {
      hidden.add(event.getRequestId());
      return;
    }
    lastCommands.addLast(command);
    if (lastCommands.size() > 2) {
      lastCommands.removeFirst();
    }
    log.add(
        "commandStartedEvent",
        fields(name, event.getDatabaseName(), event.getConnectionDescription())
            .append("command", command));
  }

  @Override
  public synchronized void commandSucceeded(CommandSucceededEvent event) {
    if (!hidden.remove(event.getRequestId())) {
      log.add(
          "commandSucceededEvent",
          fields(event.getCommandName(), event.getDatabaseName(), event.getConnectionDescription())
              .append("reply", event.getResponse().clone()));
    }
  }

  @Override
  public synchronized void commandFailed(CommandFailedEvent event) {
    if (!hidden.remove(event.getRequestId())) {
      log.add(
          "commandFailedEvent",
          fields(
              event.getCommandName(), event.getDatabaseName(), event.getConnectionDescription()));
    }
  }

  private boolean isHidden(String name, BsonDocument command) {
    if (ignored.contains(name) || name.equals("configureFailPoint")) {
      return true;
    }
    boolean handshake = name.equalsIgnoreCase("hello") || name.equalsIgnoreCase("isMaster");
    // The driver takes everything from a greeting that authenticates.
    boolean secret = SENSITIVE.contains(name) || handshake && command.isEmpty();
    return secret && !sensitive;
  }

  private static BsonDocument fields(
      String command, String database, ConnectionDescription connection) {
    return new BsonDocument("commandName", new BsonString(command))
        .append("databaseName", new BsonString(database))
        .append("hasServiceId", BsonBoolean.valueOf(connection.getServiceId() != null))
        .append(
            "hasServerConnectionId",
            BsonBoolean.valueOf(connection.getConnectionId().getServerValue() != null));
  }
}
