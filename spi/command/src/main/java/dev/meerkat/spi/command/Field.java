package dev.meerkat.spi.command;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;

/**
 * One field of a command or of a document inside it: its name, the types that it accepts, and what
 * happens to values that do not fit.
 *
 * <p>A field is optional, and null means that it was left out, unless it says otherwise. Threads:
 * immutable.
 */
public final class Field {
  /** What a value must look like besides its type. */
  enum Kind {
    ANY,
    TYPED,
    INTEGRAL,
    DOCUMENTS,
    STRINGS,
    UUID,
    COLLECTION,
    COLLECTION_OR_ONE,
    NAMESPACE
  }

  private static final long NUMBERS =
      TypeSet.of(BsonBytes.INT32, BsonBytes.INT64, BsonBytes.DOUBLE, BsonBytes.DECIMAL128);

  final String name;
  final byte[] nameBytes;
  final Kind kind;
  final long types;
  final ErrorCode wrongType;
  final boolean required;
  final boolean nullRefused;
  final boolean exact;
  final long min;
  final long max;
  final ErrorCode outOfRange;
  final boolean stable;

  private Field(Builder builder) {
    this.name = builder.name;
    this.nameBytes = BsonBytes.nameBytes(builder.name);
    this.kind = builder.kind;
    this.types = builder.types;
    this.wrongType = builder.wrongType;
    this.required = builder.required;
    this.nullRefused = builder.nullRefused;
    this.exact = builder.exact;
    this.min = builder.min;
    this.max = builder.max;
    this.outOfRange = builder.outOfRange;
    this.stable = builder.stable;
  }

  /** A value of any type, null included. */
  public static Field any(String name) {
    return new Field(new Builder(name, Kind.ANY, TypeSet.ALL));
  }

  public static Field document(String name) {
    return of(name, BsonBytes.DOCUMENT);
  }

  public static Field array(String name) {
    return of(name, BsonBytes.ARRAY);
  }

  public static Field string(String name) {
    return of(name, BsonBytes.STRING);
  }

  /** A boolean and nothing else. */
  public static Field bool(String name) {
    return of(name, BsonBytes.BOOLEAN);
  }

  /** A boolean or a number, of which all but zero are true. */
  public static Field safeBool(String name) {
    return new Field(new Builder(name, Kind.TYPED, NUMBERS | TypeSet.of(BsonBytes.BOOLEAN)));
  }

  /**
   * A number taken as an integer: a double loses its fraction, a Decimal128 is rounded half to
   * even, NaN is 0, and what is too large is the largest.
   */
  public static Field integral(String name) {
    return new Field(new Builder(name, Kind.INTEGRAL, NUMBERS));
  }

  /** An array of documents; the documents may also travel as a sequence beside the command. */
  public static Field documents(String name) {
    return new Field(new Builder(name, Kind.DOCUMENTS, TypeSet.of(BsonBytes.ARRAY)));
  }

  public static Field strings(String name) {
    return new Field(new Builder(name, Kind.STRINGS, TypeSet.of(BsonBytes.ARRAY)));
  }

  /** Binary of subtype 4; another length fails with 207. */
  public static Field uuid(String name) {
    return new Field(new Builder(name, Kind.UUID, TypeSet.of(BsonBytes.BINARY)));
  }

  /** An index's name or key pattern; another type, null too, fails with 9. */
  public static Field hint(String name) {
    return of(name, BsonBytes.STRING, BsonBytes.DOCUMENT)
        .wrongType(ErrorCode.FAILED_TO_PARSE)
        .nullRefused();
  }

  /** A full namespace, {@code database.collection}. */
  public static Field namespace(String name) {
    return new Field(new Builder(name, Kind.NAMESPACE, TypeSet.of(BsonBytes.STRING)));
  }

  /** The name of a collection in the command's database. */
  public static Field collection(String name) {
    return new Field(new Builder(name, Kind.COLLECTION, TypeSet.of(BsonBytes.STRING)))
        .wrongType(ErrorCode.INVALID_NAMESPACE);
  }

  /** The name of a collection, or the number 1 for the whole database. */
  static Field collectionOrOne(String name) {
    return new Field(
            new Builder(name, Kind.COLLECTION_OR_ONE, NUMBERS | TypeSet.of(BsonBytes.STRING)))
        .wrongType(ErrorCode.INVALID_NAMESPACE);
  }

  /** A value of one of the given types, which are constants of {@link BsonBytes}. */
  public static Field of(String name, byte... types) {
    return new Field(new Builder(name, Kind.TYPED, TypeSet.of(types)));
  }

  public String name() {
    return name;
  }

  /** Whether a value of a type, a constant of {@link BsonBytes}, may stand here. */
  public boolean accepts(byte type) {
    return TypeSet.contains(types, type)
        || (type == BsonBytes.NULL
            && !nullRefused
            && !(isCollectionName() && wrongType.equals(ErrorCode.INVALID_NAMESPACE)));
  }

  /** The code that a value of another type fails with. */
  public ErrorCode wrongTypeCode() {
    return wrongType;
  }

  public boolean isRequired() {
    return required;
  }

  /** Whether it names a collection, so that names are judged. */
  public boolean isCollectionName() {
    return kind == Kind.COLLECTION || kind == Kind.COLLECTION_OR_ONE;
  }

  /** Leaving it out fails with 40414. */
  public Field required() {
    Builder builder = new Builder(this);
    builder.required = true;
    return new Field(builder);
  }

  /** Null is a value of the wrong type. */
  public Field nullRefused() {
    Builder builder = new Builder(this);
    builder.nullRefused = true;
    return new Field(builder);
  }

  /** A number with a fraction, NaN and the infinities fail with 9. */
  public Field exact() {
    Builder builder = new Builder(this);
    builder.exact = true;
    return new Field(builder);
  }

  public Field atLeast(long least) {
    return range(least, max);
  }

  public Field range(long least, long most) {
    Builder builder = new Builder(this);
    builder.min = least;
    builder.max = most;
    return new Field(builder);
  }

  /** The code of a value outside the range; 2 without this. */
  public Field outOfRange(ErrorCode code) {
    Builder builder = new Builder(this);
    builder.outOfRange = code;
    return new Field(builder);
  }

  /** The code of a value of the wrong type; 14 without this. */
  public Field wrongType(ErrorCode code) {
    Builder builder = new Builder(this);
    builder.wrongType = code;
    return new Field(builder);
  }

  /** Not part of the Stable API: with {@code apiStrict} its presence fails with 323. */
  public Field unstable() {
    Builder builder = new Builder(this);
    builder.stable = false;
    return new Field(builder);
  }

  private static final class Builder {
    final String name;
    final Kind kind;
    final long types;
    ErrorCode wrongType = ErrorCode.TYPE_MISMATCH;
    boolean required;
    boolean nullRefused;
    boolean exact;
    long min = Long.MIN_VALUE;
    long max = Long.MAX_VALUE;
    ErrorCode outOfRange = ErrorCode.BAD_VALUE;
    boolean stable = true;

    Builder(String name, Kind kind, long types) {
      this.name = name;
      this.kind = kind;
      this.types = types;
    }

    Builder(Field field) {
      this(field.name, field.kind, field.types);
      wrongType = field.wrongType;
      required = field.required;
      nullRefused = field.nullRefused;
      exact = field.exact;
      min = field.min;
      max = field.max;
      outOfRange = field.outOfRange;
      stable = field.stable;
    }
  }
}
