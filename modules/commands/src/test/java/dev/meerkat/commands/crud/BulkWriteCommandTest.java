package dev.meerkat.commands.crud;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class BulkWriteCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new BulkWriteCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse(
        "{bulkWrite: 1, ops: [{insert: 0, document: {a: 1}}], nsInfo: [{ns: 'test.c'}]}");
  }
}
