package dev.meerkat.commands.session;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class SetDefaultRwConcernCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new SetDefaultRwConcernCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{setDefaultRWConcern: 1, defaultWriteConcern: {w: 1}}");
  }
}
