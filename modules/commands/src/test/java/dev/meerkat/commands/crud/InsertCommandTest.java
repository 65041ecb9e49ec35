package dev.meerkat.commands.crud;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class InsertCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new InsertCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{insert: 'c', documents: [{a: 1}]}");
  }
}
