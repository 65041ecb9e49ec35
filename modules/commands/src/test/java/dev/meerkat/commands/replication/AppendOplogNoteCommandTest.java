package dev.meerkat.commands.replication;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class AppendOplogNoteCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new AppendOplogNoteCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{appendOplogNote: 1, data: {a: 1}}");
  }
}
