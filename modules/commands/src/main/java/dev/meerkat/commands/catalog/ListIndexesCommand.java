package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;

/**
 * Lists a collection's indexes. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/listIndexes/">listIndexes</a>
 */
public final class ListIndexesCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("listIndexes")
          .help("list indexes for a collection")
          .collection()
          .stable()
          .fields(
              Field.document("cursor"),
              Field.bool("includeBuildUUIDs").unstable(),
              Field.bool("includeIndexBuildInfo").unstable());

  private static final DocumentSchema CURSOR =
      DocumentSchema.of("listIndexes.cursor", Field.integral("batchSize").atLeast(0));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    boolean withBuilds = request.bool("includeBuildUUIDs", false);
    boolean withAll = request.bool("includeIndexBuildInfo", false);
    if (withBuilds && withAll) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          "'includeBuildUUIDs' and 'includeIndexBuildInfo' cannot both be true");
    }
    Operation operation = Operation.of(context);
    Fields cursor = CURSOR.parse(request.document("cursor"));
    Map<String, UUID> builds =
        withBuilds || withAll ? operation.engine().indexes().builds(request.namespace()) : Map.of();
    List<BsonDocument> specs = new ArrayList<>();
    for (BsonDocument spec : operation.engine().indexes().list(request.namespace())) {
      UUID build = builds.get(spec.getString("name").getValue());
      BsonDocument shown = typed(spec);
      specs.add(withAll || build != null ? described(shown, build, withAll) : shown);
    }
    operation
        .engine()
        .cursors()
        .reply(
            OpenCursor.of(
                operation,
                request.namespace(),
                specs,
                cursor.int32("batchSize", Integer.MAX_VALUE)),
            reply);
  }

  /** The options of a 2d index in the types that they have here, whatever was given. */
  private static BsonDocument typed(BsonDocument spec) {
    BsonDocument typed = spec.clone();
    typed.computeIfPresent("bits", (_, given) -> new BsonInt32(given.asNumber().intValue()));
    for (String bound : List.of("min", "max")) {
      typed.computeIfPresent(bound, (_, given) -> new BsonDouble(given.asNumber().doubleValue()));
    }
    return typed;
  }

  private static BsonDocument described(BsonDocument spec, @Nullable UUID build, boolean withAll) {
    BsonDocument described = new BsonDocument("spec", spec);
    if (build != null) {
      BsonDocument uuid = new BsonDocument("buildUUID", new BsonBinary(build));
      described.putAll(withAll ? new BsonDocument("indexBuildInfo", uuid) : uuid);
    }
    return described;
  }
}
