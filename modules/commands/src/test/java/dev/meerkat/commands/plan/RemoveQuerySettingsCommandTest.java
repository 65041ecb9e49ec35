package dev.meerkat.commands.plan;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class RemoveQuerySettingsCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new RemoveQuerySettingsCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{removeQuerySettings: {find: 'c', $db: 'test'}}");
  }
}
