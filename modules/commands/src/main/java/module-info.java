import org.jspecify.annotations.NullMarked;

/** One class a command. */
@NullMarked
module dev.meerkat.commands {
  requires dev.meerkat.engine;
  requires dev.meerkat.spi.command;
}
