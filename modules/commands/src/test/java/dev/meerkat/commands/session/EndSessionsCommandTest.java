package dev.meerkat.commands.session;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class EndSessionsCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new EndSessionsCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{endSessions: []}");
  }
}
