package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.values.FieldPath;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One run of a {@code $lookup}. What the first stages of its pipeline answer that do not depend on
 * the local document is read once. Threads: confined to one operation.
 */
final class LookupRun implements TransformCursor.Transform {
  /** A document may hold this much between two stages, though it could not be answered. */
  private static final long MOST_BYTES = 100L * 1024 * 1024;

  private final LookupStage stage;
  private final StageContext context;
  private final DocumentBuilder out = new DocumentBuilder(1024);
  private final LookupHash hash;
  private final ForeignPipeline foreign;
  private final long mostBytes;
  private @Nullable DocumentList same;

  LookupRun(LookupStage stage, StageContext context) {
    this.stage = stage;
    this.context = context;
    this.hash = new LookupHash(stage, context);
    this.mostBytes =
        context
            .scope()
            .spills()
            .limit("internalLookupStageIntermediateDocumentMaxSizeBytes", MOST_BYTES);
    this.foreign = stage.from().of(stage.pipeline(), context);
  }

  @Override
  public DocumentView apply(DocumentView document) {
    try (Cursor found = find(document)) {
      return PathWriter.with(
          document, stage.as(), out, PathWriter.array(array -> append(found, array)));
    }
  }

  /** The foreign documents of a local one; the caller closes them. */
  Cursor find(DocumentView document) {
    @Nullable BsonValue[] values = new BsonValue[stage.slots().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = stage.lets().get(i).evaluate(document, context.scope());
    }
    for (int i = 0; i < values.length; i++) {
      context.scope().bind(stage.slots()[i], values[i]);
    }
    return found(document);
  }

  private Cursor found(DocumentView document) {
    FieldPath local = stage.local();
    if (stage.shared().stages().isEmpty()) {
      if (local == null) {
        return foreign.run(new BsonDocument());
      }
      Cursor hashed = hash.find(document, local);
      return hashed != null
          ? hashed
          : foreign.run(
              ForeignCollection.both(
                  equality(stage.foreign(), document, local), stage.condition()));
    }
    DocumentList once = same;
    if (once == null) {
      try (Cursor cursor = stage.from().of(stage.shared(), context).run(new BsonDocument())) {
        once =
            DocumentList.of(
                cursor,
                StageMemory.ofOwn(stage.name(), context),
                context.operation()::checkInterrupted);
      }
      same = once;
    }
    return foreign.over(once.cursor());
  }

  private void append(Cursor found, DocumentBuilder array) {
    long bytes = 0;
    while (found.advance()) {
      array.appendDocument(array.nextIndex(), found.current());
      bytes += found.current().length();
      if (bytes > mostBytes) {
        throw Documents.error(
            4568,
            "Total size of documents in "
                + stage.from().namespace().collection()
                + " matching pipeline's $lookup stage exceeds "
                + mostBytes
                + " bytes");
      }
      context.operation().checkInterrupted();
    }
  }

  /** The filter that finds what equals a document's value, or one of its elements. */
  static BsonDocument equality(String foreign, DocumentView document, FieldPath local) {
    BsonValue value = LocalValues.of(local, document);
    if (!(value instanceof BsonArray array)) {
      return equal(foreign, value == null ? BsonNull.VALUE : value);
    }
    BsonArray any = new BsonArray(array.size());
    for (BsonValue element : array) {
      any.add(equal(foreign, element));
    }
    return any.isEmpty() ? equal(foreign, BsonNull.VALUE) : new BsonDocument("$or", any);
  }

  static BsonDocument equal(String path, BsonValue value) {
    return new BsonDocument(path, new BsonDocument("$eq", value));
  }

  @Override
  public void close() {
    hash.close();
    if (same != null) {
      same.close();
    }
  }
}
