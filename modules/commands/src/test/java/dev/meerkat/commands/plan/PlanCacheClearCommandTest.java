package dev.meerkat.commands.plan;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class PlanCacheClearCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new PlanCacheClearCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{planCacheClear: 'c'}");
  }
}
