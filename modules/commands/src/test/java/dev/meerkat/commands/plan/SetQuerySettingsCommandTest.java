package dev.meerkat.commands.plan;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class SetQuerySettingsCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new SetQuerySettingsCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse(
        "{setQuerySettings: {find: 'c', $db: 'test'}, settings: {reject: true}}");
  }
}
