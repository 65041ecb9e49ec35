package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class ListCommandsCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new ListCommandsCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{listCommands: 1}");
  }
}
