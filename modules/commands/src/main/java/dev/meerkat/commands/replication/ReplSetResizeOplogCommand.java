package dev.meerkat.commands.replication;

import dev.meerkat.engine.Engine;
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
import org.bson.BsonNumber;
import org.jspecify.annotations.Nullable;

/**
 * Changes how much the oplog keeps. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/replSetResizeOplog/">replSetResizeOplog</a>
 */
public final class ReplSetResizeOplogCommand implements Command {
  private static final double MIN_MEGABYTES = 990;
  private static final double BYTES = 1 << 20;

  private static final CommandSchema SCHEMA =
      CommandSchema.of("replSetResizeOplog")
          .help("Resize oplog using size (in MBs) and optionally, retention (in terms of hours)")
          .adminOnly()
          .fields(number("size"), number("minRetentionHours"));

  private static Field number(String name) {
    return Field.of(name, BsonBytes.DOUBLE, BsonBytes.INT32, BsonBytes.INT64, BsonBytes.DECIMAL128);
  }

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    Engine engine = operation.engine();
    ReplicaSetOfOne.require(engine);
    Double megabytes = atLeast(request, "size", MIN_MEGABYTES);
    Double hours = atLeast(request, "minRetentionHours", 0);
    if (megabytes != null) {
      engine.catalog().resizeOplog(operation, (long) (megabytes * BYTES));
    }
    if (hours != null) {
      engine.oplog().minRetentionHours(hours);
    }
  }

  private static @Nullable Double atLeast(CommandRequest request, String name, double least) {
    if (!(request.value(name) instanceof BsonNumber number)) {
      return null;
    }
    double value = number.doubleValue();
    if (!(value >= least)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "BSON field 'replSetResizeOplog."
              + name
              + "' value must be >= "
              + (long) least
              + ", actual value '"
              + value
              + "'");
    }
    return value;
  }
}
