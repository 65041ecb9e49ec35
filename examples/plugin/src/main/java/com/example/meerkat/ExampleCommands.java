package com.example.meerkat;

import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandProvider;
import java.util.List;

/** Brings {@code greet}. Threads: immutable. */
public final class ExampleCommands implements CommandProvider {
  @Override
  public List<Command> commands() {
    return List.of(new GreetCommand());
  }
}
