package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class GetParameterCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new GetParameterCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{getParameter: 1}");
  }
}
