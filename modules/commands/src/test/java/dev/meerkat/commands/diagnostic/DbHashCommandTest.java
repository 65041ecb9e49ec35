package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class DbHashCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new DbHashCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{dbHash: 1}");
  }
}
