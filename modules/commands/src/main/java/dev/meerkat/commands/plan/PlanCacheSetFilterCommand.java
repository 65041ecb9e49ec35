package dev.meerkat.commands.plan;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.plan.IndexFilter;
import dev.meerkat.engine.plan.PlanCache;
import dev.meerkat.engine.plan.PlanShape;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Says which indexes alone the planner may look at for one shape of queries. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/planCacheSetFilter/">planCacheSetFilter</a>
 */
public final class PlanCacheSetFilterCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("planCacheSetFilter")
          .help("Sets index filter for a query shape. Overrides existing index filter.")
          .collection()
          .ignoresUnknownFields()
          .fields(ShapeFields.fields(Field.any("indexes")));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    PlanCache cache = ShapeFields.cache(operation, request);
    if (cache == null) {
      throw ShapeFields.bad("no such collection");
    }
    BsonArray indexes = indexes(request);
    PlanShape shape = ShapeFields.shape(operation, request);
    cache.filter(new IndexFilter(shape, ShapeFields.description(request), indexes));
  }

  private static BsonArray indexes(CommandRequest request) {
    BsonValue indexes = request.value("indexes");
    if (indexes == null) {
      throw ShapeFields.bad("required field indexes missing");
    }
    if (!indexes.isArray()) {
      throw ShapeFields.bad("required field indexes must be an array");
    }
    if (indexes.asArray().isEmpty()) {
      throw ShapeFields.bad("required field indexes must contain at least one index");
    }
    for (BsonValue index : indexes.asArray()) {
      boolean isEmpty =
          switch (index) {
            case BsonDocument pattern -> pattern.isEmpty();
            case BsonString name -> name.getValue().isEmpty();
            default ->
                throw ShapeFields.bad("each item in indexes must be either an object or string");
          };
      if (isEmpty) {
        throw ShapeFields.bad("each item in indexes must name an index, and none is empty");
      }
    }
    return indexes.asArray();
  }
}
