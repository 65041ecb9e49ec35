package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class FsyncCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new FsyncCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{fsync: 1}");
  }
}
