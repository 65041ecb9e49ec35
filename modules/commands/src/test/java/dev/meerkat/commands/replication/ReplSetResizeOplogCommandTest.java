package dev.meerkat.commands.replication;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class ReplSetResizeOplogCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new ReplSetResizeOplogCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{replSetResizeOplog: 1, size: 990}");
  }
}
