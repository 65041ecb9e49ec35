package dev.meerkat.commands.administration;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class SetUserWriteBlockModeCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new SetUserWriteBlockModeCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{setUserWriteBlockMode: 1, global: false}");
  }
}
