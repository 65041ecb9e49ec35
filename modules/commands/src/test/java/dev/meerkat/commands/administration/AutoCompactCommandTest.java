package dev.meerkat.commands.administration;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class AutoCompactCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new AutoCompactCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{autoCompact: true}");
  }
}
