package dev.meerkat.commands.crud;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class GetMoreCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new GetMoreCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{getMore: {$numberLong: '5'}, collection: 'c'}");
  }
}
