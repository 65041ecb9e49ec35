package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class PingCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new PingCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{ping: 1}");
  }
}
