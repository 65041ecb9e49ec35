package dev.meerkat.commands.replication;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class ReplSetStepDownCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new ReplSetStepDownCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{replSetStepDown: 20}");
  }
}
