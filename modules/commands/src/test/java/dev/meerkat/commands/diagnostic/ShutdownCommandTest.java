package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class ShutdownCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new ShutdownCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{shutdown: 1}");
  }
}
