package dev.meerkat.commands.plan;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.plan.IndexFilter;
import dev.meerkat.engine.plan.PlanCache;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Answers the index filters of a collection. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/planCacheListFilters/">planCacheListFilters</a>
 */
public final class PlanCacheListFiltersCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("planCacheListFilters")
          .help("Displays index filters for all query shapes in a collection.")
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
    reply.beginArray("filters");
    if (cache != null) {
      for (IndexFilter filter : cache.filters()) {
        reply.append(reply.nextIndex(), filter.toBson());
      }
    }
    reply.end();
  }
}
