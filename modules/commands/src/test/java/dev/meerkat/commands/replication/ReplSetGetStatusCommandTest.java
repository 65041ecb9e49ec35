package dev.meerkat.commands.replication;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class ReplSetGetStatusCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new ReplSetGetStatusCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{replSetGetStatus: 1}");
  }
}
