package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Changes the options of a collection, view or index. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/collMod/">collMod</a>
 */
public final class CollModCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("collMod")
          .help("Sets collection options.")
          .collection()
          .stable()
          .writeConcern()
          .fields(
              Field.document("index"),
              Field.document("validator"),
              Field.string("validationLevel"),
              Field.string("validationAction"),
              Field.string("viewOn"),
              Field.array("pipeline"),
              Field.document("timeseries"),
              Field.of(
                      "expireAfterSeconds",
                      BsonBytes.INT32,
                      BsonBytes.INT64,
                      BsonBytes.DOUBLE,
                      BsonBytes.DECIMAL128,
                      BsonBytes.STRING)
                  .nullRefused(),
              Field.document("changeStreamPreAndPostImages"),
              Field.integral("cappedSize").unstable(),
              Field.integral("cappedMax").unstable(),
              Field.safeBool("dryRun").unstable());

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    reply.appendFields(
        operation
            .engine()
            .catalog()
            .collMod(
                operation,
                request.namespace(),
                CollModFields.check(request, operation.ticker().wallMillis()),
                request.bool("dryRun", false)));
  }
}
