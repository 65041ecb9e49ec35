package dev.meerkat.commands.catalog;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class ListIndexesCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new ListIndexesCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{listIndexes: 'c'}");
  }
}
