package dev.meerkat.commands.crud;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class KillCursorsCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new KillCursorsCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{killCursors: 'c', cursors: [{$numberLong: '5'}]}");
  }
}
