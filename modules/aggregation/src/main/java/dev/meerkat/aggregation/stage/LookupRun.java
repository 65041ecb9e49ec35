package dev.meerkat.aggregation.stage;

import dev.meerkat.query.filter.Filters;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.values.FieldPath;
import java.util.List;
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
  private final LookupStage stage;
  private final StageContext context;
  private final DocumentBuilder out = new DocumentBuilder(1024);
  private final LookupHash hash;
  private ForeignPipeline foreign;
  private final @Nullable FieldPath foreignPath;
  private final long mostBytes;
  private @Nullable DocumentList same;
  private @Nullable Boolean isSearched;

  LookupRun(LookupStage stage, StageContext context) {
    this.stage = stage;
    this.context = context;
    this.hash = new LookupHash(stage, context);
    this.mostBytes =
        context
            .scope()
            .spills()
            .limit("internalLookupStageIntermediateDocumentMaxSizeBytes", Documents.MOST_BYTES);
    this.foreign = stage.from().of(stage.pipeline(), stage.condition(), context);
    this.foreignPath = stage.local() == null ? null : FieldPath.of(stage.foreign());
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
    // A look into an index is over before it has looked up by itself.
    context.operation().checkInterrupted();
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
    if (stage.shared().stages().isEmpty() || isSearched()) {
      FieldPath path = foreignPath;
      if (local == null || path == null) {
        return foreign.run();
      }
      Cursor hashed = hash.find(document, local);
      if (hashed != null) {
        return hashed;
      }
      return foreign.isPrepared()
          ? foreign.run(Filters.equalToAny(path, values(document, local), stage.order()))
          : foreign.run(equality(stage.foreign(), document, local));
    }
    DocumentList once = same;
    if (once == null) {
      try (Cursor cursor = stage.from().of(stage.shared(), context).run()) {
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

  /** Whether what is the same for all documents is not read once, as an index finds the rest. */
  private boolean isSearched() {
    Boolean known = isSearched;
    if (known == null) {
      known = SharedStages.areSearched(stage, context);
      isSearched = known;
      if (known) {
        foreign = stage.from().of(SharedStages.whole(stage), context);
      }
    }
    return known;
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

  /** What a foreign document may be equal to: a document's value, or one of its elements. */
  private static List<BsonValue> values(DocumentView document, FieldPath local) {
    BsonValue value = LocalValues.of(local, document);
    if (value instanceof BsonArray array && !array.isEmpty()) {
      return array;
    }
    return List.of(value == null || value instanceof BsonArray ? BsonNull.VALUE : value);
  }

  /** The filter that finds what equals one of those. */
  private static BsonDocument equality(String foreign, DocumentView document, FieldPath local) {
    List<BsonValue> values = values(document, local);
    if (values.size() == 1) {
      return equal(foreign, values.getFirst());
    }
    BsonArray any = new BsonArray(values.size());
    values.forEach(value -> any.add(equal(foreign, value)));
    return new BsonDocument("$or", any);
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
