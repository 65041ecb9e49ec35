package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionOptions;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Creates a collection or a view. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/create/">create</a>
 */
public final class CreateCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("create")
          .help("explicitly creates a collection or view")
          .collection()
          .stable()
          .inTransactions()
          .writeConcern()
          .fields(
              Field.safeBool("capped"),
              Field.integral("size"),
              Field.integral("max"),
              Field.document("idIndex"),
              Field.document("storageEngine").unstable(),
              Field.document("validator"),
              Field.string("validationLevel"),
              Field.string("validationAction"),
              Field.document("indexOptionDefaults").unstable(),
              Field.string("viewOn"),
              Field.array("pipeline"),
              Field.document("collation"),
              Field.document("timeseries"),
              Field.of("clusteredIndex", BsonBytes.DOCUMENT, BsonBytes.BOOLEAN),
              Field.of(
                  "expireAfterSeconds",
                  BsonBytes.INT32,
                  BsonBytes.INT64,
                  BsonBytes.DOUBLE,
                  BsonBytes.DECIMAL128),
              Field.safeBool(CollectionOptions.TEMPORARY).unstable(),
              Field.document("changeStreamPreAndPostImages"),
              Field.document("encryptedFields"));

  private static final Set<String> STORAGE_OPTIONS =
      Set.of("capped", "size", "max", "validator", "storageEngine");

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    create(request, Operation.of(context), null);
  }

  /**
   * Creates what a request asks for.
   *
   * @param uuid the collection's, or null for a new one
   */
  public static void create(CommandRequest request, Operation operation, @Nullable UUID uuid) {
    checkExpiry(request);
    CreateRules.check(request);
    if (request.bool(CollectionOptions.TEMPORARY, false) && operation.command().equals("create")) {
      throw new ServerException(ErrorCode.INVALID_OPTIONS, "the 'temp' field is an invalid option");
    }
    if (request.bool("capped", false) && !request.has("size")) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS, "the 'size' field is required when 'capped' is true");
    }
    boolean areBuckets =
        request.has(TimeseriesOptions.OPTION) && TimeseriesOptions.isBuckets(request.namespace());
    if (request.type("clusteredIndex") == BsonBytes.BOOLEAN && !areBuckets) {
      throw new ServerException(
          ErrorCode.location(5979703),
          "The 'clusteredIndex' legacy format {clusteredIndex: <bool>} is only supported for"
              + " specific internal collections");
    }
    CollectionOptions options = CollectionOptions.parse(options(request, operation));
    TimeseriesOptions timeseries = options.timeseries();
    // As mongod: what $out makes is not asked for its names.
    if (timeseries != null && operation.command().equals("create")) {
      timeseries.checkNames();
    }
    var _ =
        operation
            .engine()
            .catalog()
            .create(operation, request.namespace(), options, request.bsonOrNull("idIndex"), uuid);
  }

  private static void checkExpiry(CommandRequest request) {
    if (!request.has("expireAfterSeconds")) {
      return;
    }
    if (!request.has("timeseries") && !request.has("clusteredIndex")) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          "'expireAfterSeconds' is only supported on time-series collections or when the"
              + " 'clusteredIndex' option is specified");
    }
  }

  /** The fields with numbers taken as the integers that they stand for. */
  private static BsonDocument options(CommandRequest request, Operation operation) {
    BsonDocument options = request.ownFields();
    if (request.has(ExpireAfterSeconds.NAME)) {
      options.put(
          ExpireAfterSeconds.NAME, ExpireAfterSeconds.of(request, operation.ticker().wallMillis()));
    }
    if (request.has("idIndex")) {
      IdIndexFields.check(request.document("idIndex"));
    }
    if (request.has("pipeline")) {
      // As mongod: elements that are null stand for nothing.
      BsonArray stages = new BsonArray(request.array("pipeline"));
      stages.removeIf(BsonValue::isNull);
      options.put("pipeline", stages);
    }
    if (request.has("viewOn")) {
      if (request.bool("capped", false) && !request.has("size")) {
        throw new ServerException(
            ErrorCode.INVALID_OPTIONS, "the 'size' field is required when 'capped' is true");
      }
      // A view has no documents of its own, and these say nothing about it.
      options.keySet().removeAll(STORAGE_OPTIONS);
      return options;
    }
    for (String name : new String[] {"size", "max"}) {
      if (request.has(name)) {
        options.put(name, new BsonInt64(request.int64(name, 0)));
      }
    }
    return options;
  }
}
