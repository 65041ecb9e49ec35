package dev.meerkat.commands.session;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class StartSessionCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new StartSessionCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{startSession: 1}");
  }
}
