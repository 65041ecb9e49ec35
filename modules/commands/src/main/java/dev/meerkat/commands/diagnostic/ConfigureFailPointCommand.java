package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.failpoint.FailPoint;
import dev.meerkat.engine.failpoint.FailPointMode;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Makes the server fail in a way that a test asks for. Threads: immutable.
 *
 * @see <a
 *     href="https://github.com/mongodb/mongo/wiki/The-%22failCommand%22-fail-point">failCommand</a>
 */
public final class ConfigureFailPointCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("configureFailPoint")
          .help("modifies the settings of a fail point")
          .adminOnly()
          .testOnly()
          .withoutAuthentication()
          .ignoresUnknownFields()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    BsonDocument body = request.body().toBson();
    BsonValue name = body.getOrDefault("configureFailPoint", BsonNull.VALUE);
    // Of a name that is no text mongod says that it is unknown.
    FailPoint point =
        Operation.of(context)
            .engine()
            .failPoints()
            .require(name instanceof BsonString text ? text.getValue() : "");
    point.set(FailPointMode.parse(body.get("mode")), data(body.get("data")));
    reply.appendInt64("count", point.timesEntered());
  }

  private static BsonDocument data(@Nullable BsonValue data) {
    return switch (data) {
      case null -> new BsonDocument();
      case BsonDocument document -> document;
      // mongod takes an array for a document with numbers for names; no fail point reads those.
      case BsonArray _ -> new BsonDocument();
      default ->
          throw new ServerException(
              ErrorCode.TYPE_MISMATCH, "the 'data' option must be a JSON object");
    };
  }
}
