package dev.meerkat.commands.plan;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.engine.plan.PlanCache;
import dev.meerkat.engine.plan.PlanShape;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.Field;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The fields by which the commands of the plan cache name a shape of queries. Threads: immutable.
 */
final class ShapeFields {
  private static final String[] NAMES = {"query", "sort", "projection", "collation"};

  private ShapeFields() {}

  /** They are looked at only where there is a collection. */
  static Field[] fields(Field... more) {
    Field[] all = new Field[NAMES.length + more.length];
    for (int i = 0; i < NAMES.length; i++) {
      all[i] = Field.any(NAMES[i]);
    }
    System.arraycopy(more, 0, all, NAMES.length, more.length);
    return all;
  }

  /**
   * What the planner remembers of the command's collection, or null where there is none.
   *
   * @throws ServerException 166 for a view
   */
  static @Nullable PlanCache cache(Operation operation, CommandRequest request) {
    CollectionEntry entry = operation.engine().catalog().find(request.namespace());
    if (entry == null) {
      return null;
    }
    if (entry.isView()) {
      throw new ServerException(
          ErrorCode.COMMAND_NOT_SUPPORTED_ON_VIEW,
          "Namespace " + request.namespace() + " is a view, not a collection");
    }
    return entry.life().planCache();
  }

  /**
   * The shape that is named, or null where none is.
   *
   * @throws ServerException 2 where other fields are there without {@code query}, or wrong
   */
  static @Nullable PlanShape shapeOrNull(Operation operation, CommandRequest request) {
    if (request.has("query")) {
      return shape(operation, request);
    }
    for (String name : NAMES) {
      if (request.has(name)) {
        throw bad("sort, projection, or collation provided without query");
      }
    }
    return null;
  }

  /**
   * The shape that is named.
   *
   * @throws ServerException 2 where it is none
   */
  static PlanShape shape(Operation operation, CommandRequest request) {
    BsonDocument collation = document(request, "collation");
    FindRequest query =
        new FindRequest(
            request.namespace(),
            document(request, "query"),
            document(request, "sort"),
            document(request, "projection"),
            null,
            0,
            0,
            -1,
            false,
            collation.isEmpty() ? null : collation,
            null,
            true,
            FindRequest.Options.NONE);
    return operation.engine().reads().shape(operation, query);
  }

  /** The fields as they were given, those left out as empty documents. */
  static BsonDocument description(CommandRequest request) {
    BsonDocument description = new BsonDocument();
    for (String name : NAMES) {
      BsonDocument document = document(request, name);
      if (!name.equals("collation") || !document.isEmpty()) {
        description.append(name, document);
      }
    }
    return description;
  }

  private static BsonDocument document(CommandRequest request, String name) {
    BsonValue value = request.value(name);
    if (value == null) {
      if (name.equals("query")) {
        throw bad("required field query missing");
      }
      return new BsonDocument();
    }
    if (!value.isDocument()) {
      throw bad("field " + name + " must be an object");
    }
    if (name.equals("collation") && value.asDocument().isEmpty()) {
      throw bad("optional field collation cannot be an empty object");
    }
    return value.asDocument();
  }

  static ServerException bad(String text) {
    return new ServerException(ErrorCode.BAD_VALUE, text);
  }
}
