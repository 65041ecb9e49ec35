package dev.meerkat.commands.replication;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class IsMasterCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new IsMasterCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{isMaster: 1}");
  }
}
