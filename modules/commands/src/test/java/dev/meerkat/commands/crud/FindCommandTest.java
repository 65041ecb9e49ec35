package dev.meerkat.commands.crud;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class FindCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new FindCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{find: 'c'}");
  }
}
