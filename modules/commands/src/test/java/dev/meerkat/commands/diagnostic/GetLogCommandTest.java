package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class GetLogCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new GetLogCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{getLog: 'global'}");
  }
}
