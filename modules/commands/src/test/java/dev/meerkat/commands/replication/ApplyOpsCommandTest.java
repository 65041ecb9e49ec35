package dev.meerkat.commands.replication;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class ApplyOpsCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new ApplyOpsCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{applyOps: []}");
  }
}
