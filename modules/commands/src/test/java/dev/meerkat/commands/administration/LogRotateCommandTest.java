package dev.meerkat.commands.administration;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class LogRotateCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new LogRotateCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{logRotate: 1}");
  }
}
