package dev.meerkat.commands.administration;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class CompactStructuredEncryptionDataCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new CompactStructuredEncryptionDataCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{compactStructuredEncryptionData: 'c', compactionTokens: {}}");
  }
}
