package dev.meerkat.commands.plan;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class PlanCacheListFiltersCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new PlanCacheListFiltersCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{planCacheListFilters: 'c'}");
  }
}
