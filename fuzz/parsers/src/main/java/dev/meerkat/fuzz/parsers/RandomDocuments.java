package dev.meerkat.fuzz.parsers;

import java.util.List;
import java.util.SplittableRandom;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/**
 * Random documents of all types, with few names and many borderline values, so that filters meet
 * them. Threads: confined to one thread.
 */
public final class RandomDocuments {
  private static final List<String> NAMES = List.of("a", "b", "c", "_id", "", "0", "1", "ä");
  private static final int MAX_DEPTH = 4;
  private static final long[] INTEGERS = {
    0,
    1,
    -1,
    2,
    127,
    128,
    1L << 31,
    (1L << 31) - 1,
    -(1L << 31),
    1L << 53,
    (1L << 53) + 1,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final double[] DOUBLES = {
    0.0,
    -0.0,
    0.5,
    1.0,
    -1.5,
    1e300,
    Double.MIN_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    9007199254740994.0
  };
  private static final List<String> DECIMALS =
      List.of(
          "0", "-0", "1.0", "1.00", "1E+6144", "1E-6176", "NaN", "Infinity", "-Infinity", "0.1");
  private static final List<String> TEXTS =
      List.of("", "a", "abc", "$a", "a.b", "ä", "\uD83D\uDE00", "nul\0nul", "12");
  private static final int TYPES = 21;

  private final SplittableRandom random;

  public RandomDocuments(SplittableRandom random) {
    this.random = random;
  }

  /** A document of up to eight fields. */
  public BsonDocument document() {
    return document(0);
  }

  /** A value of any type. */
  public BsonValue value() {
    return value(1);
  }

  /** A field name, the same few again and again. */
  public String name() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private BsonDocument document(int depth) {
    BsonDocument document = new BsonDocument();
    int fields = random.nextInt(depth == 0 ? 8 : 4);
    for (int i = 0; i < fields; i++) {
      document.put(name(), value(depth + 1));
    }
    return document;
  }

  private BsonArray array(int depth) {
    BsonArray array = new BsonArray();
    int elements = random.nextInt(4);
    for (int i = 0; i < elements; i++) {
      array.add(value(depth + 1));
    }
    return array;
  }

  private BsonValue value(int depth) {
    return switch (random.nextInt(TYPES)) {
      case 0 -> new BsonDouble(DOUBLES[random.nextInt(DOUBLES.length)]);
      case 1 -> new BsonString(text());
      case 2 -> depth < MAX_DEPTH ? document(depth) : new BsonDocument();
      case 3 -> depth < MAX_DEPTH ? array(depth) : new BsonArray();
      case 4 -> new BsonBinary((byte) random.nextInt(8), bytes());
      case 5 -> new BsonUndefined();
      case 6 -> new BsonObjectId(new ObjectId(random.nextInt(), random.nextInt(1 << 24)));
      case 7 -> BsonBoolean.valueOf(random.nextBoolean());
      case 8 -> new BsonDateTime(integer());
      case 9 -> BsonNull.VALUE;
      case 10 -> new BsonRegularExpression(plain(), random.nextBoolean() ? "" : "i");
      case 11 -> new BsonDbPointer("db.c", new ObjectId(random.nextInt(), 7));
      case 12 -> new BsonJavaScript(text());
      case 13 -> new BsonSymbol(text());
      case 14 -> new BsonJavaScriptWithScope(text(), new BsonDocument());
      case 15 -> new BsonTimestamp(integer());
      case 16 -> new BsonInt64(integer());
      case 17 -> new BsonDecimal128(Decimal128.parse(pick(DECIMALS)));
      case 18 -> new BsonMinKey();
      case 19 -> new BsonMaxKey();
      default -> new BsonInt32((int) integer());
    };
  }

  private long integer() {
    return random.nextBoolean() ? random.nextInt(5) : INTEGERS[random.nextInt(INTEGERS.length)];
  }

  private String text() {
    return pick(TEXTS);
  }

  /** A text that may stand where a NUL ends it. */
  private String plain() {
    return random.nextBoolean() ? "a" : "^a.*b";
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return bytes;
  }

  private String pick(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
