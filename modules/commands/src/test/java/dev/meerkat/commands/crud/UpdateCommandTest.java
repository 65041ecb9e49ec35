package dev.meerkat.commands.crud;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class UpdateCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new UpdateCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{update: 'c', updates: [{q: {}, u: {a: 1}}]}");
  }
}
