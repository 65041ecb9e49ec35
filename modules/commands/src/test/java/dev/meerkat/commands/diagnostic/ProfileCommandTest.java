package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class ProfileCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new ProfileCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{profile: -1}");
  }
}
