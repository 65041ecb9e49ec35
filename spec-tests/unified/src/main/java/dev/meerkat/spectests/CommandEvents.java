package dev.meerkat.spectests;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Records what a client tells of its commands. Threads: safe; guarded by this. */
final class CommandEvents implements CommandListener {
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

  private final Set<String> observed;
  private final Set<String> ignored;
  private final List<Object> events = new ArrayList<>();

  /**
   * @param observed {@code commandStartedEvent}, {@code commandSucceededEvent}, …
   * @param ignored commands whose events are not recorded
   */
  CommandEvents(Set<String> observed, Set<String> ignored) {
    this.observed = observed;
    this.ignored = ignored;
  }

  synchronized List<Object> recorded() {
    return List.copyOf(events);
  }

  @Override
  public synchronized void commandStarted(CommandStartedEvent event) {
    // The driver gives the command as a view of a buffer that it uses again.
    CommandStartedEvent kept =
        new CommandStartedEvent(
            event.getRequestContext(),
            event.getOperationId(),
            event.getRequestId(),
            event.getConnectionDescription(),
            event.getDatabaseName(),
            event.getCommandName(),
            event.getCommand().clone());
    record("commandStartedEvent", event.getCommandName(), kept);
  }

  @Override
  public synchronized void commandSucceeded(CommandSucceededEvent event) {
    record("commandSucceededEvent", event.getCommandName(), event);
  }

  @Override
  public synchronized void commandFailed(CommandFailedEvent event) {
    record("commandFailedEvent", event.getCommandName(), event);
  }

  private void record(String kind, String command, Object event) {
    boolean isHandshake = command.equalsIgnoreCase("hello") || command.equalsIgnoreCase("isMaster");
    if (observed.contains(kind)
        && !ignored.contains(command)
        && !SENSITIVE.contains(command)
        && !isHandshake
        && !command.equals("configureFailPoint")) {
      events.add(event);
    }
  }
}
