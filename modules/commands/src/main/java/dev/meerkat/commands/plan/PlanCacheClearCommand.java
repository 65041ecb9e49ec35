package dev.meerkat.commands.plan;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.plan.PlanCache;
import dev.meerkat.engine.plan.PlanShape;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Forgets the plans of one shape of queries, or all of a collection. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/planCacheClear/">planCacheClear</a>
 */
public final class PlanCacheClearCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("planCacheClear")
          .help("Drops one or all plan cache entries in a collection.")
          .collection()
          .ignoresUnknownFields()
          .fields(ShapeFields.fields());

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    PlanCache cache = ShapeFields.cache(operation, request);
    if (cache == null) {
      return;
    }
    PlanShape shape = ShapeFields.shapeOrNull(operation, request);
    if (shape == null) {
      cache.clear();
    } else {
      cache.clear(shape);
    }
  }
}
