package dev.meerkat.commands.auth;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class SaslContinueCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new SaslContinueCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{saslContinue: 1, conversationId: 1, payload: ''}");
  }
}
