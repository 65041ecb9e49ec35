package dev.meerkat.commands.crud;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * {@code mapReduce} on a server without JavaScript: it is read, and refused. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/mapReduce/">mapReduce</a>
 */
public final class MapReduceCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("mapReduce", "mapreduce")
          .help("Runs the mapReduce command. See http://dochub.mongodb.org/core/mapreduce")
          .collection()
          .writeConcern()
          .fields(
              function("map").required(),
              function("reduce").required(),
              Field.of("out", BsonBytes.STRING, BsonBytes.DOCUMENT).required(),
              function("finalize"),
              Field.document("query"),
              Field.document("sort"),
              Field.integral("limit"),
              Field.document("scope"),
              Field.document("collation"),
              Field.bool("jsMode"),
              Field.bool("verbose"),
              WriteBatches.BYPASS_VALIDATION);

  private static Field function(String name) {
    return Field.of(name, BsonBytes.STRING, BsonBytes.CODE, BsonBytes.CODE_WITH_SCOPE);
  }

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    throw new ServerException(
        ErrorCode.location(31264),
        "Cannot run server-side javascript without the javascript engine enabled");
  }
}
