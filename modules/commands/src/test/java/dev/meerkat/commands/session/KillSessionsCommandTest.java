package dev.meerkat.commands.session;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class KillSessionsCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new KillSessionsCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{killSessions: []}");
  }
}
