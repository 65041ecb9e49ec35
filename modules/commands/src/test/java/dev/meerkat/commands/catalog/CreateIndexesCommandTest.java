package dev.meerkat.commands.catalog;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class CreateIndexesCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new CreateIndexesCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a_1'}]}");
  }
}
