package dev.meerkat.commands.crud;

import dev.meerkat.contract.CommandContract;
import dev.meerkat.spi.command.Command;
import org.bson.BsonDocument;

final class MapReduceCommandTest extends CommandContract {
  @Override
  protected Command command() {
    return new MapReduceCommand();
  }

  @Override
  protected BsonDocument example() {
    return BsonDocument.parse("{mapReduce: 'c', map: {$code: 'f'}, reduce: 'g', out: {inline: 1}}");
  }
}
