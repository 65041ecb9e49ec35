package dev.meerkat.commands.catalog;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class DbStatsCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new DbStatsCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{dbStats: 1}");
  }
}
