package dev.meerkat.commands.session;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class KillAllSessionsByPatternCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new KillAllSessionsByPatternCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{killAllSessionsByPattern: []}");
  }
}
