package dev.meerkat.commands.auth;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class LogoutCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new LogoutCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{logout: 1}");
  }
}
