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
 * Removes the index filter of one shape of queries, or all of a collection. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/planCacheClearFilters/">planCacheClearFilters</a>
 */
public final class PlanCacheClearFiltersCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("planCacheClearFilters")
          .help("Clears index filter for a single query shape or all filters in a collection.")
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
      cache.clearFilters();
    } else {
      cache.clearFilter(shape);
    }
  }
}
