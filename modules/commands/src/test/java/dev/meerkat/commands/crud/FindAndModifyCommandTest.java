package dev.meerkat.commands.crud;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class FindAndModifyCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new FindAndModifyCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{findAndModify: 'c', remove: true}");
  }
}
