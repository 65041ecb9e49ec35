package dev.meerkat.commands.crud;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class ExplainCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new ExplainCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{explain: {find: 'c'}}");
  }
}
