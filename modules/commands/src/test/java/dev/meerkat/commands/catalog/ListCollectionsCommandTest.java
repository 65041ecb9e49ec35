package dev.meerkat.commands.catalog;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class ListCollectionsCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new ListCollectionsCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{listCollections: 1}");
  }
}
