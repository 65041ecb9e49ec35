package dev.meerkat.commands.plan;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class PlanCacheSetFilterCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new PlanCacheSetFilterCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{planCacheSetFilter: 'c', query: {a: 1}, indexes: ['a_1']}");
  }
}
