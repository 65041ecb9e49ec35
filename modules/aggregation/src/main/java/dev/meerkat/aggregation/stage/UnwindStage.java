package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.FieldPath;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Makes one document of each element of an array. Threads: immutable.
 *
 * @param preserve whether a document without elements stays
 * @param indexField where the element's index stands, or null
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/unwind/">$unwind</a>
 */
record UnwindStage(FieldPath path, boolean preserve, @Nullable FieldPath indexField)
    implements Stage {
  static Stage parse(BsonValue spec) {
    if (spec instanceof BsonString text) {
      return new UnwindStage(path(text), false, null);
    }
    if (!(spec instanceof BsonDocument fields)) {
      throw Documents.error(
          15981, "expected either a string or an object as specification for $unwind stage");
    }
    FieldPath path = null;
    boolean preserve = false;
    FieldPath indexField = null;
    for (Map.Entry<String, BsonValue> field : fields.entrySet()) {
      BsonValue value = field.getValue();
      switch (field.getKey()) {
        case "path" -> path = path(value);
        case "preserveNullAndEmptyArrays" -> preserve = preserve(value);
        case "includeArrayIndex" -> indexField = indexField(value);
        default ->
            throw Documents.error(28811, "unrecognized option to $unwind stage: " + field.getKey());
      }
    }
    if (path == null) {
      throw Documents.error(28812, "no path specified to $unwind stage");
    }
    return new UnwindStage(path, preserve, indexField);
  }

  private static FieldPath path(BsonValue value) {
    if (!(value instanceof BsonString text)) {
      throw Documents.error(28808, "expected a string as the path for $unwind stage");
    }
    if (!text.getValue().startsWith("$")) {
      throw Documents.error(28818, "path option to $unwind stage should be prefixed with a '$'");
    }
    return FieldPath.parse(text.getValue().substring(1));
  }

  private static boolean preserve(BsonValue value) {
    if (!value.isBoolean()) {
      throw Documents.error(
          28809, "expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage");
    }
    return value.asBoolean().getValue();
  }

  private static FieldPath indexField(BsonValue value) {
    if (!(value instanceof BsonString text) || text.getValue().isEmpty()) {
      throw Documents.error(
          28810, "expected a non-empty string for the includeArrayIndex  option to $unwind stage");
    }
    if (text.getValue().startsWith("$")) {
      throw Documents.error(
          28822, "includeArrayIndex option to $unwind stage should not be prefixed with a '$'");
    }
    return FieldPath.parse(text.getValue());
  }

  @Override
  public String name() {
    return "$unwind";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.MANY);
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new UnwindCursor(input, this);
  }

  @Override
  public BsonDocument describe() {
    BsonDocument body = new BsonDocument("path", new BsonString("$" + path.dotted()));
    if (preserve) {
      body.append("preserveNullAndEmptyArrays", BsonBoolean.TRUE);
    }
    if (indexField != null) {
      body.append("includeArrayIndex", new BsonString(indexField.dotted()));
    }
    return new BsonDocument("$unwind", body);
  }

  private static final class UnwindCursor implements Cursor {
    private final Cursor input;
    private final UnwindStage stage;
    private BsonDocument document = new BsonDocument();
    private BsonArray array = new BsonArray();
    private int next;
    private @Nullable BsonDocument metadata;
    private @Nullable DocumentView current;

    UnwindCursor(Cursor input, UnwindStage stage) {
      this.input = input;
      this.stage = stage;
    }

    @Override
    public boolean advance() {
      while (true) {
        if (next < array.size()) {
          current = element(array.get(next), new BsonInt64(next));
          next++;
          return true;
        }
        if (!input.advance()) {
          current = null;
          return false;
        }
        if (begin()) {
          return true;
        }
      }
    }

    /** Looks at a new document; true where it answers one document at once. */
    private boolean begin() {
      DocumentView whole = input.current();
      document = whole.toBson();
      metadata = whole.metadata();
      array = new BsonArray();
      next = 0;
      BsonValue value = NestedFields.find(document, stage.path);
      if (value instanceof BsonArray elements && !elements.isEmpty()) {
        array = elements;
        return false;
      }
      boolean none =
          value == null
              || value.isArray()
              || value.isNull()
              || value.getBsonType() == BsonType.UNDEFINED;
      if (none && !stage.preserve) {
        return false;
      }
      boolean isEmptyArray = value != null && value.isArray();
      current = element(isEmptyArray ? null : value, BsonNull.VALUE);
      return true;
    }

    private DocumentView element(@Nullable BsonValue value, BsonValue index) {
      BsonDocument unwound = NestedFields.with(document, stage.path, value);
      if (stage.indexField != null) {
        unwound = NestedFields.with(unwound, stage.indexField, index);
      }
      return DocumentView.of(unwound).withMetadata(metadata);
    }

    @Override
    public DocumentView current() {
      if (current == null) {
        throw new IllegalStateException("no document");
      }
      return current;
    }

    @Override
    public void close() {
      input.close();
    }
  }
}
