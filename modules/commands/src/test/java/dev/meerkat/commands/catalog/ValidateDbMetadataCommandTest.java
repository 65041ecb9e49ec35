package dev.meerkat.commands.catalog;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class ValidateDbMetadataCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new ValidateDbMetadataCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{validateDBMetadata: 1, apiParameters: {version: '1'}}");
  }
}
