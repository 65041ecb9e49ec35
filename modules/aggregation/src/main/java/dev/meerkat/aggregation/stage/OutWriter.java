package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.StageContext;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code $out}: documents go into a collection beside the target, which is renamed over
 * it at the end. Threads: confined to one operation.
 */
final class OutWriter implements WritingCursor.Writer {
  private final OutputTarget target;
  private final @Nullable BsonDocument timeseries;
  private final StageContext context;
  private BsonArray batch = new BsonArray();
  private long batchBytes;
  private @Nullable OutputTarget temporary;

  /**
   * @param timeseries what is said of time series, or null where it may be any collection
   */
  OutWriter(OutputTarget target, @Nullable BsonDocument timeseries, StageContext context) {
    this.target = target;
    this.timeseries = timeseries;
    this.context = context;
  }

  @Override
  public void add(DocumentView document) {
    batch.add(document.toBson());
    batchBytes += document.length();
    if (OutputTarget.isFull(batch.size(), batchBytes)) {
      flush();
    }
  }

  @Override
  public void finish() {
    flush();
    BsonDocument rename =
        new BsonDocument("renameCollection", new BsonString(temporary().namespace().fullName()))
            .append("to", new BsonString(target.namespace().fullName()))
            .append("dropTarget", BsonBoolean.TRUE);
    operation().run("admin", rename);
  }

  @Override
  public void abandon() {
    if (temporary != null) {
      operation()
          .run(
              target.namespace().database(),
              new BsonDocument("drop", new BsonString(temporary.namespace().collection())));
    }
  }

  private void flush() {
    OutputTarget collection = temporary();
    if (!batch.isEmpty()) {
      collection.write(
          context,
          new BsonDocument("insert", new BsonString(collection.namespace().collection()))
              .append("documents", batch));
      batch = new BsonArray();
      batchBytes = 0;
    }
  }

  private OutputTarget temporary() {
    if (temporary == null) {
      BsonDocument existing = target.describe(context);
      temporary = createTemporary(existing);
      // Both are compared as they are kept, for each may be said in several ways.
      if (existing != null && timeseries != null) {
        checkTimeseries(existing, temporary);
      }
    }
    return temporary;
  }

  private void checkTimeseries(BsonDocument existing, OutputTarget made) {
    BsonDocument description = made.describe(context);
    if (description == null || !options(description).equals(options(existing))) {
      throw Documents.error(
          7406103,
          "Time series options inputted do not match the existing time series collection "
              + target.namespace());
    }
  }

  private static BsonDocument options(BsonDocument description) {
    return description.getDocument("options").getDocument("timeseries", new BsonDocument());
  }

  private OutputTarget createTemporary(@Nullable BsonDocument existing) {
    BsonDocument options = new BsonDocument();
    if (existing != null) {
      String type = existing.getString("type", new BsonString("collection")).getValue();
      if (timeseries != null && !type.equals("timeseries")) {
        throw Documents.error(
            7268700, "Cannot write time series to " + target.namespace() + ", which is a " + type);
      }
      if (type.equals("view")) {
        throw new ServerException(
            ErrorCode.COMMAND_NOT_SUPPORTED_ON_VIEW,
            "Namespace " + target.namespace() + " is a view, not a collection");
      }
      options = existing.getDocument("options", new BsonDocument());
      if (options.getBoolean("capped", BsonBoolean.FALSE).getValue()) {
        throw Documents.error(
            17152, "namespace '" + target.namespace() + "' is capped so it can't be used for $out");
      }
    }
    String name = "tmp.agg_out." + operation().seeds().newUuid();
    OutputTarget fresh = new OutputTarget(new Namespace(target.namespace().database(), name));
    BsonDocument create = new BsonDocument("create", new BsonString(name));
    create.putAll(options);
    // What is left of it where the server dies is dropped at the next start.
    create.put("temp", BsonBoolean.TRUE);
    if (timeseries != null) {
      create.put("timeseries", timeseries);
    }
    operation().run(target.namespace().database(), create);
    if (existing != null) {
      copyIndexes(name);
    }
    return fresh;
  }

  private void copyIndexes(String name) {
    BsonArray specs = new BsonArray();
    target.indexes(context).stream()
        .filter(spec -> !spec.asDocument().getString("name").getValue().equals("_id_"))
        .forEach(specs::add);
    if (!specs.isEmpty()) {
      operation()
          .run(
              target.namespace().database(),
              new BsonDocument("createIndexes", new BsonString(name)).append("indexes", specs));
    }
  }

  private OperationContext operation() {
    return context.operation();
  }
}
