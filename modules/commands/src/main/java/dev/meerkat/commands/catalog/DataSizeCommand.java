package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.IndexEntry;
import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.values.BsonOrder;
import dev.meerkat.values.Numbers;
import java.util.Iterator;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Answers how many bytes the documents of a collection, or of a range of an index, take. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/dataSize/">dataSize</a>
 */
public final class DataSizeCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("dataSize", "datasize")
          .help("determine data size for a set of data in a certain range")
          .value(Field.namespace("dataSize").required())
          .fields(
              Field.document("keyPattern"),
              Field.document("min"),
              Field.document("max"),
              Field.safeBool("estimate"),
              Field.integral("maxSize").atLeast(0),
              Field.integral("maxObjects").atLeast(0));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    if (request.has("min") != request.has("max")) {
      throw onlyOneBound();
    }
    Namespace namespace = Namespace.parse(request.string("dataSize"));
    CollectionEntry entry = operation.engine().catalog().find(namespace);
    if (entry != null && entry.isView()) {
      throw new ServerException(
          ErrorCode.COMMAND_NOT_SUPPORTED_ON_VIEW, namespace + " is a view, not a collection");
    }
    BsonDocument stats = operation.engine().statistics().collection(operation, namespace, 1);
    long bytes = stats.getNumber("size").longValue();
    long documents = stats.getNumber("count").longValue();
    if (entry == null || documents == 0) {
      write(reply, new Sum(0, 0, false));
    } else {
      boolean estimate = request.bool("estimate", false);
      reply.appendBoolean("estimate", estimate);
      BsonDocument min = request.bson("min");
      BsonDocument max = request.bson("max");
      if (min.isEmpty() != max.isEmpty()) {
        throw onlyOneBound();
      }
      boolean isWhole = min.isEmpty() && !limits(request);
      write(
          reply,
          isWhole
              ? new Sum(bytes, documents, false)
              : sum(
                  operation,
                  range(entry, request, min, max),
                  request,
                  estimate ? bytes / documents : 0));
    }
    reply.appendInt32("millis", (int) (operation.elapsedNanos() / 1_000_000));
  }

  /** What has been counted, and whether it was enough for the client. Threads: immutable. */
  private record Sum(long size, long documents, boolean isEnough) {}

  private static boolean limits(CommandRequest request) {
    return request.int64("maxSize", 0) > 0 || request.int64("maxObjects", 0) > 0;
  }

  private static ServerException onlyOneBound() {
    return new ServerException(ErrorCode.BAD_VALUE, "Only one of min or max specified");
  }

  private static void write(DocumentBuilder reply, Sum sum) {
    reply.appendInt64("size", sum.size()).appendInt64("numObjects", sum.documents());
    if (sum.isEnough()) {
      reply.appendBoolean("maxReached", true);
    }
  }

  /**
   * @param average bytes that a document is taken to have, or 0 where they are counted
   */
  private static Sum sum(
      Operation operation, @Nullable FindRequest find, CommandRequest request, long average) {
    if (find == null) {
      return new Sum(0, 0, false);
    }
    long maxSize = request.int64("maxSize", 0);
    long maxDocuments = request.int64("maxObjects", 0);
    long size = 0;
    long count = 0;
    try (OpenCursor cursor = operation.engine().reads().find(operation, find)) {
      Cursor documents = cursor.documents();
      while (documents.advance()) {
        size += average > 0 ? average : documents.current().length();
        count++;
        if (maxSize > 0 && size > maxSize || maxDocuments > 0 && count > maxDocuments) {
          return new Sum(size, count, true);
        }
      }
    }
    return new Sum(size, count, false);
  }

  /** What to read, or null where nothing lies between the bounds. */
  private static @Nullable FindRequest range(
      CollectionEntry entry, CommandRequest request, BsonDocument min, BsonDocument max) {
    if (min.isEmpty()) {
      return find(entry, null, null, null);
    }
    BsonDocument wanted = request.bson("keyPattern");
    if (wanted.isEmpty()) {
      for (String name : min.keySet()) {
        wanted.append(name, new BsonInt32(1));
      }
    }
    BsonDocument keyPattern = index(entry, wanted);
    BsonDocument from = extended(min, keyPattern);
    BsonDocument to = extended(max, keyPattern);
    return isEmpty(keyPattern, from, to) ? null : find(entry, keyPattern, from, to);
  }

  /** The key pattern of an index that begins with the wanted one. */
  private static BsonDocument index(CollectionEntry entry, BsonDocument wanted) {
    for (IndexEntry index : entry.indexes()) {
      boolean isOrdered = index.keyPattern().values().stream().allMatch(BsonValue::isNumber);
      if (isOrdered && begins(index.keyPattern(), wanted)) {
        return index.keyPattern();
      }
    }
    throw new ServerException(
        ErrorCode.OPERATION_FAILED, "Couldn't find valid index containing key pattern");
  }

  private static boolean begins(BsonDocument keyPattern, BsonDocument wanted) {
    Iterator<Map.Entry<String, BsonValue>> fields = keyPattern.entrySet().iterator();
    for (Map.Entry<String, BsonValue> field : wanted.entrySet()) {
      if (!fields.hasNext()) {
        return false;
      }
      Map.Entry<String, BsonValue> own = fields.next();
      if (!own.getKey().equals(field.getKey())
          || BsonOrder.SIMPLE.compare(own.getValue(), field.getValue()) != 0) {
        return false;
      }
    }
    return true;
  }

  /** A bound as a whole key: what it does not name is as small as can be. */
  private static BsonDocument extended(BsonDocument bound, BsonDocument keyPattern) {
    BsonDocument key = new BsonDocument();
    Iterator<Map.Entry<String, BsonValue>> given = bound.entrySet().iterator();
    for (String name : keyPattern.keySet()) {
      if (!given.hasNext()) {
        boolean ascends = Numbers.toDouble(keyPattern.get(name)) > 0;
        key.append(name, ascends ? new BsonMinKey() : new BsonMaxKey());
        continue;
      }
      Map.Entry<String, BsonValue> field = given.next();
      if (!field.getKey().equals(name)) {
        throw mismatch(bound, keyPattern);
      }
      key.append(name, field.getValue());
    }
    if (given.hasNext()) {
      throw mismatch(bound, keyPattern);
    }
    return key;
  }

  private static ServerException mismatch(BsonDocument bound, BsonDocument keyPattern) {
    return new ServerException(
        ErrorCode.location(16634),
        "field names of bound " + bound + " do not match those of keyPattern " + keyPattern);
  }

  private static boolean isEmpty(BsonDocument keyPattern, BsonDocument from, BsonDocument to) {
    for (Map.Entry<String, BsonValue> field : keyPattern.entrySet()) {
      int order = BsonOrder.SIMPLE.compare(from.get(field.getKey()), to.get(field.getKey()));
      if (order != 0) {
        return order > 0 == Numbers.toDouble(field.getValue()) > 0;
      }
    }
    return true;
  }

  private static FindRequest find(
      CollectionEntry entry,
      @Nullable BsonDocument keyPattern,
      @Nullable BsonDocument min,
      @Nullable BsonDocument max) {
    return new FindRequest(
        entry.namespace(),
        new BsonDocument(),
        null,
        null,
        keyPattern,
        0,
        0,
        -1,
        false,
        null,
        null,
        true,
        new FindRequest.Options(min, max, false, false, false, false, false, null));
  }
}
