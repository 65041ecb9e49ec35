package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.FieldPath;
import java.util.Map;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
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
    if (text.getValue().indexOf('\0') >= 0) {
      throw Documents.error(16419, "field path must not contain embedded null characters");
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
  public boolean mayChange(String field) {
    return path.component(0).equals(field)
        || (indexField != null && indexField.component(0).equals(field));
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new UnwindCursor(input, this, context);
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

  /** The document with one element in the array's place, and what is known of it beside. */
  DocumentView element(
      DocumentView document,
      PathWriter.@Nullable Value value,
      long index,
      DocumentBuilder out,
      DocumentBuilder withIndex) {
    DocumentView unwound = PathWriter.with(document, path, out, value);
    DocumentView made =
        indexField == null
            ? unwound
            : PathWriter.with(
                unwound,
                indexField,
                withIndex,
                (name, to) -> {
                  if (index < 0) {
                    to.appendNull(name);
                  } else {
                    to.appendInt64(name, index);
                  }
                });
    return made.withMetadata(document.metadata());
  }

  private static final class UnwindCursor extends StageCursor {
    private final Cursor input;
    private final UnwindStage stage;
    private final StageContext context;
    private final DocumentBuilder out = new DocumentBuilder(256);
    private final DocumentBuilder withIndex = new DocumentBuilder(64);
    private DocumentView document = DocumentView.EMPTY;

    /** The next element of the array; 0 where there is no array at hand. */
    private int element;

    private long index;

    UnwindCursor(Cursor input, UnwindStage stage, StageContext context) {
      this.input = input;
      this.stage = stage;
      this.context = context;
    }

    @Override
    protected @Nullable DocumentView next() {
      while (true) {
        if (element != 0) {
          byte[] bytes = document.array();
          int at = element;
          if (bytes[at] != BsonBytes.END) {
            element = BsonBytes.nextElement(bytes, at);
            return show(at, index++);
          }
          element = 0;
        }
        if (!input.advance()) {
          return null;
        }
        DocumentView whole = begin();
        if (whole != null) {
          return whole;
        }
        context.operation().checkInterrupted();
      }
    }

    /** Looks at a new document; answers the one that is made of it where there are no elements. */
    private @Nullable DocumentView begin() {
      document = input.current();
      byte[] bytes = document.array();
      int value = NestedFields.element(document, stage.path);
      boolean isArray = value >= 0 && bytes[value] == BsonBytes.ARRAY;
      if (isArray) {
        int first = BsonBytes.firstElement(BsonBytes.valueOffset(bytes, value));
        if (bytes[first] != BsonBytes.END) {
          // The input may move on in storage while its elements are answered.
          int distance = first - document.offset();
          document = document.retain();
          element = document.offset() + distance;
          index = 0;
          return null;
        }
      }
      boolean isNone =
          value < 0
              || isArray
              || bytes[value] == BsonBytes.NULL
              || bytes[value] == BsonBytes.UNDEFINED;
      if (isNone && !stage.preserve) {
        return null;
      }
      return show(isArray ? -1 : value, -1);
    }

    private DocumentView show(int from, long at) {
      byte[] bytes = document.array();
      PathWriter.Value value =
          from < 0
              ? null
              : (name, to) ->
                  to.appendRaw(
                      name,
                      bytes[from],
                      bytes,
                      BsonBytes.valueOffset(bytes, from),
                      BsonBytes.valueSize(bytes, bytes[from], BsonBytes.valueOffset(bytes, from)));
      return stage.element(document, value, at, out, withIndex);
    }

    @Override
    public void close() {
      input.close();
    }
  }
}
