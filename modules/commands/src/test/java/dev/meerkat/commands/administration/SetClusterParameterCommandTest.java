package dev.meerkat.commands.administration;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class SetClusterParameterCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new SetClusterParameterCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{setClusterParameter: {changeStreams: {expireAfterSeconds: 1}}}");
  }
}
