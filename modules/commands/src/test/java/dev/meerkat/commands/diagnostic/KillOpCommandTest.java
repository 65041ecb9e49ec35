package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class KillOpCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new KillOpCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{killOp: 1, op: 5}");
  }
}
