package dev.meerkat.commands.administration;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class RotateCertificatesCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new RotateCertificatesCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{rotateCertificates: 1}");
  }
}
