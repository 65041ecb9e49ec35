package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class ReplSetGetConfigCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new ReplSetGetConfigCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{replSetGetConfig: 1}");
  }
}
