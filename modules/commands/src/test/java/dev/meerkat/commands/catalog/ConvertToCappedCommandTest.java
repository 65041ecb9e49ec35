package dev.meerkat.commands.catalog;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class ConvertToCappedCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new ConvertToCappedCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{convertToCapped: 'c', size: 100}");
  }
}
