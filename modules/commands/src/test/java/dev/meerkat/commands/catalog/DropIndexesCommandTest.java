package dev.meerkat.commands.catalog;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class DropIndexesCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new DropIndexesCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{dropIndexes: 'c', index: '*'}");
  }
}
