package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class LockInfoCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new LockInfoCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{lockInfo: 1}");
  }
}
