package dev.meerkat.commands.catalog;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class CompactCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new CompactCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{compact: 'c'}");
  }
}
