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
  private final StageContext context;
  private BsonArray batch = new BsonArray();
  private long batchBytes;
  private @Nullable OutputTarget temporary;

  OutWriter(OutputTarget target, StageContext context) {
    this.target = target;
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
      temporary = createTemporary();
    }
    return temporary;
  }

  private OutputTarget createTemporary() {
    BsonDocument existing = target.describe(context);
    BsonDocument options = new BsonDocument();
    if (existing != null) {
      if (existing.getString("type", new BsonString("collection")).getValue().equals("view")) {
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
