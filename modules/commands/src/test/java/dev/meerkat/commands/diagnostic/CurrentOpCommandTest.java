package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class CurrentOpCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new CurrentOpCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{currentOp: 1}");
  }
}
