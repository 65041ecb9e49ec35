package dev.meerkat.commands.crud;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class CountCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new CountCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{count: 'c'}");
  }
}
