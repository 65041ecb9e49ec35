package dev.meerkat.commands.catalog;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class RenameCollectionCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new RenameCollectionCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{renameCollection: 'test.a', to: 'test.b'}");
  }
}
