package dev.meerkat.commands.administration;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class CleanupStructuredEncryptionDataCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new CleanupStructuredEncryptionDataCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{cleanupStructuredEncryptionData: 'c', cleanupTokens: {}}");
  }
}
