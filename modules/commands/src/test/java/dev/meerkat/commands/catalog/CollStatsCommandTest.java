package dev.meerkat.commands.catalog;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class CollStatsCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new CollStatsCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{collStats: 'c'}");
  }
}
