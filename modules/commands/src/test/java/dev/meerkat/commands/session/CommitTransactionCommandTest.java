package dev.meerkat.commands.session;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class CommitTransactionCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new CommitTransactionCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{commitTransaction: 1}");
  }
}
