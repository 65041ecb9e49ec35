package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class ConnectionStatusCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new ConnectionStatusCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{connectionStatus: 1}");
  }
}
