package dev.meerkat.commands.catalog;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class ListDatabasesCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new ListDatabasesCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{listDatabases: 1}");
  }
}
