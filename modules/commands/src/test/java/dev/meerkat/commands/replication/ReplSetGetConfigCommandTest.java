package dev.meerkat.commands.replication;

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
