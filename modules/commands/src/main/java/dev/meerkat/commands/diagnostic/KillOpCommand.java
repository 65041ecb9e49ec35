package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.values.Numbers;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Ends another operation at its next check. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/killOp/">killOp</a>
 */
public final class KillOpCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("killOp")
          .help("Kill the operation with the given opid")
          .adminOnly()
          .ignoresUnknownFields()
          .fields(Field.any("op"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation.of(context).engine().operations().kill(opid(request.value("op")));
    reply.appendString("info", "attempting to kill op");
  }

  /** This command is older than MongoDB's rules for fields and has codes of its own. */
  private static int opid(@Nullable BsonValue value) {
    if (value == null) {
      throw new ServerException(ErrorCode.NO_SUCH_KEY, "Missing expected field \"op\"");
    }
    if (!value.isNumber()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "Expected field \"op\" to have numeric type, but found " + value.getBsonType());
    }
    long number = Numbers.saturatedLong(value);
    // Rounded as mongod rounds it: the greatest int64 stands for 2^63, too.
    if (number != Numbers.toDouble(value)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "Expected field \"op\" to have a value exactly representable as a 64-bit integer, but"
              + " found "
              + value);
    }
    if (number != (int) number) {
      throw new ServerException(
          ErrorCode.location(26823),
          "invalid op : " + number + ". Op ID cannot be represented with 32 bits");
    }
    return (int) number;
  }
}
