package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class BuildInfoCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new BuildInfoCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{buildInfo: 1}");
  }
}
