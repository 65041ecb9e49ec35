package dev.meerkat.commands.auth;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class SaslStartCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new SaslStartCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{saslStart: 1, mechanism: 'X', payload: ''}");
  }
}
