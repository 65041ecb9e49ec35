package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class ServerStatusCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new ServerStatusCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{serverStatus: 1}");
  }
}
