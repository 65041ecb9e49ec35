package dev.meerkat.spi.command;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings commands; found by {@link java.util.ServiceLoader}. Threads: immutable. */
public interface CommandProvider {
  List<Command> commands();

  /** Wire names, aliases included. A name claimed twice is refused at start. */
  default Set<String> names() {
    return commands().stream()
        .flatMap(command -> command.schema().names().stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
