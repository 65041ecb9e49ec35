package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class FsyncUnlockCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new FsyncUnlockCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{fsyncUnlock: 1}");
  }
}
