package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class GetCmdLineOptsCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new GetCmdLineOptsCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{getCmdLineOpts: 1}");
  }
}
