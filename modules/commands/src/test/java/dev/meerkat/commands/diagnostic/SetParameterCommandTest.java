package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class SetParameterCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new SetParameterCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{setParameter: 1}");
  }
}
