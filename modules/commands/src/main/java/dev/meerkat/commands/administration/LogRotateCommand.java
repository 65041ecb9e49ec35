package dev.meerkat.commands.administration;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Begins a new log file. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/logRotate/">logRotate</a>
 */
public final class LogRotateCommand implements Command {
  private static final BsonString SERVER = new BsonString("server");
  private static final CommandSchema SCHEMA =
      CommandSchema.of("logRotate")
          .help("logRotate")
          .value(
              Field.of(
                      "logRotate",
                      BsonBytes.BOOLEAN,
                      BsonBytes.INT32,
                      BsonBytes.INT64,
                      BsonBytes.DOUBLE,
                      BsonBytes.DECIMAL128,
                      BsonBytes.STRING)
                  .nullRefused())
          .adminOnly()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    BsonValue which = request.value("logRotate", SERVER);
    if (which.isString() && !which.equals(SERVER)) {
      throw new ServerException(
          ErrorCode.NO_SUCH_KEY, "Unknown log type for rotate: " + which.asString().getValue());
    }
    Operation.of(context).engine().server().rotateLog();
  }
}
