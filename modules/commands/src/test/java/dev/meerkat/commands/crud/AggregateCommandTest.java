package dev.meerkat.commands.crud;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class AggregateCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new AggregateCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{aggregate: 'c', pipeline: [], cursor: {}}");
  }
}
