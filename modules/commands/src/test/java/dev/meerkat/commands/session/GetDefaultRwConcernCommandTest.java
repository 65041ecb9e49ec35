package dev.meerkat.commands.session;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class GetDefaultRwConcernCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new GetDefaultRwConcernCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{getDefaultRWConcern: 1}");
  }
}
