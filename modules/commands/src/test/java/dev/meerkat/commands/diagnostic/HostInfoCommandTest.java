package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class HostInfoCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new HostInfoCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{hostInfo: 1}");
  }
}
