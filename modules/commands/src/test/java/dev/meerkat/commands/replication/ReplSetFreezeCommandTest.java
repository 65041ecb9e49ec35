package dev.meerkat.commands.replication;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class ReplSetFreezeCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new ReplSetFreezeCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{replSetFreeze: 1}");
  }
}
