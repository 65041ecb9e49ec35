package dev.meerkat.query.update;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * An update as the oplog tells it, {@code {$v: 2, diff: {…}}}: fields that go ({@code d}), that get
 * another value ({@code u}), that come at the end ({@code i}), and diffs of documents and arrays
 * inside ({@code sName}). What a diff does not fit is left alone, so that it may be applied twice.
 * Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/method/db.collection.update/">Oplog
 *     entries of updates</a>
 */
public final class DiffUpdate implements Update {
  private static final String DELETED = "d";
  private static final String UPDATED = "u";
  private static final String INSERTED = "i";
  private static final String IS_ARRAY = "a";
  private static final String LENGTH = "l";

  private final BsonDocument diff;

  private DiffUpdate(BsonDocument diff) {
    this.diff = diff;
  }

  /**
   * Parses {@code {$v: 2, diff: {…}}}.
   *
   * @throws ServerException 4772600, 4772601, 4770503, …
   */
  static DiffUpdate parse(BsonDocument spec) {
    boolean isVersion2 = spec.get("$v") instanceof BsonNumber version && version.intValue() == 2;
    if (!isVersion2) {
      throw new ServerException(
          ErrorCode.location(4_772_600), "Expected _id field or $v:2, but got: " + spec.toJson());
    }
    if (!(spec.get("diff") instanceof BsonDocument diff)) {
      throw new ServerException(
          ErrorCode.location(4_772_601),
          "Expected 'diff' field to be an object, instead got " + spec.toJson());
    }
    check(diff);
    return new DiffUpdate(diff);
  }

  private static void check(BsonDocument diff) {
    boolean isArray = diff.containsKey(IS_ARRAY);
    diff.forEach(
        (name, value) -> {
          if (isArray ? isKnownOfArray(name, value) : isKnownOfDocument(name, value)) {
            if (name.startsWith("s")) {
              check(value.asDocument());
            }
          } else {
            throw new ServerException(
                ErrorCode.location(4_770_503), "unrecognized section in a diff: " + name);
          }
        });
  }

  private static boolean isKnownOfDocument(String name, BsonValue value) {
    return value.isDocument()
        && (name.startsWith("s")
            || name.equals(DELETED)
            || name.equals(UPDATED)
            || name.equals(INSERTED));
  }

  private static boolean isKnownOfArray(String name, BsonValue value) {
    return switch (name) {
      case IS_ARRAY -> value.isBoolean() && value.asBoolean().getValue();
      case LENGTH -> value.isInt32() && value.asInt32().getValue() >= 0;
      default ->
          name.length() > 1
              && isIndex(name)
              && (name.startsWith(UPDATED) || (name.startsWith("s") && value.isDocument()));
    };
  }

  private static boolean isIndex(String name) {
    return name.length() <= 9 && name.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public DocumentView apply(DocumentView document, UpdateContext context) {
    BsonDocument before = document.toBson();
    BsonDocument after = applied(before, diff);
    if (after.equals(before)) {
      return document;
    }
    DocumentView made = DocumentView.of(after);
    Identity.check(document, made);
    return Identity.first(made);
  }

  /** What {@code before}, which stays as it is, becomes by a diff that is well formed. */
  public static BsonDocument applied(BsonDocument before, BsonDocument diff) {
    BsonDocument deleted = diff.getDocument(DELETED, new BsonDocument());
    BsonDocument updated = diff.getDocument(UPDATED, new BsonDocument());
    BsonDocument inserted = diff.getDocument(INSERTED, new BsonDocument());
    BsonDocument after = new BsonDocument();
    before.forEach(
        (name, value) -> {
          if (deleted.containsKey(name) || inserted.containsKey(name)) {
            return;
          }
          BsonValue update = updated.get(name);
          after.append(name, update == null ? inside(value, diff.get("s" + name)) : update);
        });
    updated.forEach(
        (name, value) -> {
          if (!after.containsKey(name)) {
            after.append(name, value);
          }
        });
    inserted.forEach(after::append);
    return after;
  }

  private static BsonValue inside(BsonValue before, @Nullable BsonValue diff) {
    if (!(diff instanceof BsonDocument changes)) {
      return before;
    }
    return switch (before) {
      case BsonArray array when changes.containsKey(IS_ARRAY) -> changed(array, changes);
      case BsonDocument document when !changes.containsKey(IS_ARRAY) -> applied(document, changes);
      default -> before;
    };
  }

  private static BsonArray changed(BsonArray before, BsonDocument diff) {
    BsonArray after = new BsonArray(before.getValues());
    diff.forEach(
        (name, change) -> {
          switch (name) {
            case IS_ARRAY -> {}
            case LENGTH -> resize(after, change.asInt32().getValue());
            default -> {
              int index = Integer.parseInt(name.substring(1));
              if (name.startsWith(UPDATED)) {
                grow(after, index + 1);
                after.set(index, change);
              } else if (index < after.size()) {
                after.set(index, inside(after.get(index), change));
              }
            }
          }
        });
    return after;
  }

  private static void resize(BsonArray array, int length) {
    while (array.size() > length) {
      array.remove(array.size() - 1);
    }
    grow(array, length);
  }

  private static void grow(BsonArray array, int length) {
    while (array.size() < length) {
      array.add(BsonNull.VALUE);
    }
  }

  @Override
  public DocumentView upsert(UpdateContext context) {
    throw new ServerException(
        ErrorCode.location(4_772_602),
        "a diff cannot be applied to a document that is not there: " + diff.toJson());
  }

  @Override
  public ChangeShape shape() {
    return new ChangeShape.Computed();
  }

  @Override
  public boolean mayTouch(String field) {
    return !field.equals("_id");
  }
}
