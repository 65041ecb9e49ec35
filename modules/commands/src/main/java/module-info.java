import org.jspecify.annotations.NullMarked;

/** One class a command. */
@NullMarked
module dev.meerkat.commands {
  requires dev.meerkat.engine;
  requires dev.meerkat.query;
  requires dev.meerkat.spi.command;
  requires dev.meerkat.values;
  requires jdk.management;

  provides dev.meerkat.spi.command.CommandProvider with
      dev.meerkat.commands.CoreCommands;
}
