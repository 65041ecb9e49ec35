package dev.meerkat.commands.catalog;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class ValidateCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new ValidateCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{validate: 'c'}");
  }
}
