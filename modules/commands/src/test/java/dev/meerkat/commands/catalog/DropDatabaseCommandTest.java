package dev.meerkat.commands.catalog;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class DropDatabaseCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new DropDatabaseCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{dropDatabase: 1}");
  }
}
