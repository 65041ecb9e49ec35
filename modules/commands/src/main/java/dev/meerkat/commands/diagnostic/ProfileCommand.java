package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.diagnostic.Profiler;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Says which operations on a database are profiled. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/profile/">profile</a>
 */
public final class ProfileCommand implements Command {
  private static final BsonString UNSET = new BsonString("unset");
  private static final CommandSchema SCHEMA =
      CommandSchema.of("profile")
          .help("enable or disable performance profiling")
          .value(Field.integral("profile").required())
          .fields(
              Field.integral("slowms"),
              Field.of(
                  "sampleRate",
                  BsonBytes.DOUBLE,
                  BsonBytes.INT32,
                  BsonBytes.INT64,
                  BsonBytes.DECIMAL128),
              Field.any("filter"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Profiler profiler = Operation.of(context).engine().profiler();
    String database = request.database();
    double sampleRate = sampleRate(request.value("sampleRate"), profiler.sampleRate());
    BsonValue filter = filter(request);
    writeOld(profiler, database, reply);
    if (filter != null) {
      profiler.filter(database, filter.isDocument() ? filter.asDocument() : null);
    }
    profiler.slowMillis(request.int32("slowms", profiler.slowMillis()));
    profiler.sampleRate(sampleRate);
    int level = request.int32("profile", -1);
    if (level >= 0 && level <= 2) {
      profiler.level(database, level);
    }
  }

  private static void writeOld(Profiler profiler, String database, DocumentBuilder reply) {
    reply.appendInt32("was", profiler.level(database));
    reply.appendInt32("slowms", profiler.slowMillis());
    reply.appendDouble("sampleRate", profiler.sampleRate());
    BsonDocument filter = profiler.filter(database);
    if (filter != null) {
      reply.append("filter", filter);
      reply.appendString(
          "note",
          "When a filter expression is set, slowms and sampleRate are not used for profiling and"
              + " slow-query log lines.");
    }
  }

  private static double sampleRate(@Nullable BsonValue given, double otherwise) {
    if (given == null) {
      return otherwise;
    }
    double rate =
        given.isDecimal128()
            ? given.asDecimal128().getValue().doubleValue()
            : given.asNumber().doubleValue();
    if (!(rate >= 0 && rate <= 1)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "BSON field 'profile.sampleRate' must be between 0.0 and 1.0, but is " + rate);
    }
    return rate;
  }

  private static @Nullable BsonValue filter(CommandRequest request) {
    BsonValue filter = request.value("filter");
    if (filter != null && !filter.isDocument() && !filter.equals(UNSET)) {
      throw new ServerException(ErrorCode.BAD_VALUE, "Expected an object, or the string 'unset'.");
    }
    return filter;
  }
}
