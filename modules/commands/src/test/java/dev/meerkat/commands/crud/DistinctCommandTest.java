package dev.meerkat.commands.crud;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class DistinctCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new DistinctCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{distinct: 'c', key: 'a'}");
  }
}
