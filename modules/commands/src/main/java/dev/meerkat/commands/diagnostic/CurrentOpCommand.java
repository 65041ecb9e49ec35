package dev.meerkat.commands.diagnostic;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/**
 * Answers what the server is working on: the stage $currentOp under an older name. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/currentOp/">currentOp</a>
 */
public final class CurrentOpCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("currentOp")
          .help("{currentOp: 1}")
          .adminOnly()
          .ignoresUnknownFields()
          .fields(
              Field.safeBool("$all"), Field.safeBool("$ownOps"), Field.safeBool("$truncateOps"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    BsonDocument stage =
        new BsonDocument("idleConnections", BsonBoolean.valueOf(request.bool("$all", false)))
            .append("idleCursors", BsonBoolean.FALSE)
            .append("allUsers", BsonBoolean.valueOf(!request.bool("$ownOps", false)))
            .append("truncateOps", BsonBoolean.valueOf(request.bool("$truncateOps", false)));
    BsonArray pipeline =
        new BsonArray(
            List.of(
                new BsonDocument("$currentOp", stage),
                new BsonDocument("$match", conditions(request))));
    BsonDocument answer =
        context.run(
            "admin",
            new BsonDocument("aggregate", new BsonInt32(1))
                .append("pipeline", pipeline)
                .append("cursor", new BsonDocument("batchSize", new BsonInt32(Integer.MAX_VALUE))));
    reply.append("inprog", answer.getDocument("cursor").getArray("firstBatch"));
  }

  /** What is no option of the command is a condition on the operations. */
  private static BsonDocument conditions(CommandRequest request) {
    BsonDocument conditions = request.body().toBson();
    conditions.remove("currentOp");
    conditions
        .keySet()
        .removeIf(name -> request.knows(name) || (name.startsWith("$") && !isLogical(name)));
    return conditions;
  }

  private static boolean isLogical(String name) {
    return name.equals("$and") || name.equals("$or") || name.equals("$nor") || name.equals("$expr");
  }
}
