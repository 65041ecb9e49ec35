package dev.meerkat.commands.catalog;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class SearchIndexCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return SearchIndexCommand.update();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{updateSearchIndex: 'c', definition: {}}");
  }
}
