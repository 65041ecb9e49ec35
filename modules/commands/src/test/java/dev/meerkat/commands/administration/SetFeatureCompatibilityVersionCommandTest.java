package dev.meerkat.commands.administration;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class SetFeatureCompatibilityVersionCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new SetFeatureCompatibilityVersionCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{setFeatureCompatibilityVersion: '8.2', confirm: true}");
  }
}
