package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.BsonBytes;
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
 * One run of a {@code $lookup}. Documents that do not depend on the local document are read once.
 * Threads: confined to one operation.
 */
final class LookupRun {
  /** A document may hold this much between two stages, though it could not be answered. */
  private static final long MAX_RESULT_BYTES = 100L * 1024 * 1024;

  private final LookupStage stage;
  private final StageContext context;
  private @Nullable BsonArray same;

  LookupRun(LookupStage stage, StageContext context) {
    this.stage = stage;
    this.context = context;
  }

  DocumentView apply(DocumentView document) {
    BsonArray found = found(document);
    if (stage.as().size() == 1) {
      DocumentBuilder out = new DocumentBuilder(document.length() + 64);
      return replaced(document, out, found);
    }
    return DocumentView.of(NestedFields.with(document.toBson(), stage.as(), found));
  }

  private DocumentView replaced(DocumentView document, DocumentBuilder out, BsonArray found) {
    byte[] bytes = document.array();
    byte[] name = stage.as().bytes(0);
    boolean seen = false;
    int element = BsonBytes.firstElement(document.offset());
    while (bytes[element] != BsonBytes.END) {
      if (BsonBytes.nameEquals(bytes, element, name)) {
        out.append(name, found);
        seen = true;
      } else {
        out.appendElement(bytes, element);
      }
      element = BsonBytes.nextElement(bytes, element);
    }
    if (!seen) {
      out.append(name, found);
    }
    return out.toView();
  }

  private BsonArray found(DocumentView document) {
    FieldPath local = stage.local();
    if (local == null && stage.lets().isEmpty()) {
      if (same == null) {
        same = read(new BsonDocument());
      }
      return same;
    }
    @Nullable BsonValue[] values = new BsonValue[stage.slots().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = stage.lets().get(i).evaluate(document, context.scope());
    }
    for (int i = 0; i < values.length; i++) {
      context.scope().bind(stage.slots()[i], values[i]);
    }
    return read(local == null ? new BsonDocument() : equality(stage.foreign(), document, local));
  }

  private BsonArray read(BsonDocument filter) {
    BsonArray documents = new BsonArray();
    long bytes = 0;
    try (Cursor cursor = stage.from().run(filter, stage.pipeline(), context)) {
      while (cursor.advance()) {
        documents.add(cursor.current().toBson());
        bytes += cursor.current().length();
        if (bytes > MAX_RESULT_BYTES) {
          throw Documents.error(
              4568,
              "Total size of documents in "
                  + stage.from().namespace().collection()
                  + " matching pipeline's $lookup stage exceeds "
                  + MAX_RESULT_BYTES
                  + " bytes");
        }
        context.operation().checkInterrupted();
      }
    }
    return documents;
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
}
