package dev.meerkat.commands.session;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class RefreshLogicalSessionCacheNowCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new RefreshLogicalSessionCacheNowCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{refreshLogicalSessionCacheNow: 1}");
  }
}
