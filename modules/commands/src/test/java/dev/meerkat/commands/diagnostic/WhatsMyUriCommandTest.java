package dev.meerkat.commands.diagnostic;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class WhatsMyUriCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new WhatsMyUriCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{whatsmyuri: 1}");
  }
}
