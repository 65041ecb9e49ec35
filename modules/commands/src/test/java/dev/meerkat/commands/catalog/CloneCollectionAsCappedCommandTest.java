package dev.meerkat.commands.catalog;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class CloneCollectionAsCappedCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new CloneCollectionAsCappedCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{cloneCollectionAsCapped: 'c', toCollection: 'd', size: 100}");
  }
}
