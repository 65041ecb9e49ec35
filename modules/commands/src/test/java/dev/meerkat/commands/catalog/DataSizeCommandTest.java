package dev.meerkat.commands.catalog;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class DataSizeCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new DataSizeCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{dataSize: 'test.c'}");
  }
}
