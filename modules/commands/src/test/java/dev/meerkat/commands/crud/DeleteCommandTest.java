package dev.meerkat.commands.crud;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class DeleteCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new DeleteCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{delete: 'c', deletes: [{q: {}, limit: 0}]}");
  }
}
