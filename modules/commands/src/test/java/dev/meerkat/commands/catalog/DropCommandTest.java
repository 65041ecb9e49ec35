package dev.meerkat.commands.catalog;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class DropCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new DropCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{drop: 'c'}");
  }
}
