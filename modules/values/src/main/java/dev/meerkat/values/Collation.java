package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ValueOrder;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * A collation: the language's rules by which strings are compared. Two are equal where all their
 * options are, whether these were given or come from the language. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/collation/">Collation</a>
 */
public final class Collation {
  /** The version of the rules that MongoDB 8.2 names; no other is accepted. */
  public static final String VERSION = "57.1";

  /** Strings are compared by their bytes. */
  public static final Collation SIMPLE = new Collation(CollationOptions.SIMPLE, null);

  private final CollationOptions options;
  private final @Nullable CollatedText text;
  private final BsonOrder order;

  private Collation(CollationOptions options, @Nullable CollatedText text) {
    this.options = options;
    this.text = text;
    this.order = text == null ? BsonOrder.SIMPLE : new BsonOrder(text);
  }

  /**
   * Parses a collation document; {@code {locale: "simple"}} gives {@link #SIMPLE}.
   *
   * @throws dev.meerkat.spi.ServerException 14 for a wrong type, 2 for a wrong value or an unknown
   *     language, 40414 without a locale, 40415 for an unknown option, 161 for another version
   */
  public static Collation parse(BsonDocument spec) {
    CollationParser parser = new CollationParser(spec);
    if (parser.isSimple()) {
      return SIMPLE;
    }
    CollationOptions options = parser.options();
    return new Collation(options, new IcuText(options, parser.collator()));
  }

  public boolean isSimple() {
    return text == null;
  }

  /** The order of values under this collation. */
  public ValueOrder order() {
    return order;
  }

  /** All options spelled out, as listCollections shows them; {@code {locale: "simple"}} alone. */
  public BsonDocument toBson() {
    BsonDocument document = new BsonDocument("locale", new BsonString(options.locale()));
    if (isSimple()) {
      return document;
    }
    return document
        .append("caseLevel", BsonBoolean.valueOf(options.caseLevel()))
        .append("caseFirst", new BsonString(options.caseFirst()))
        .append("strength", new BsonInt32(options.strength()))
        .append("numericOrdering", BsonBoolean.valueOf(options.numericOrdering()))
        .append("alternate", new BsonString(options.alternate()))
        .append("maxVariable", new BsonString(options.maxVariable()))
        .append("normalization", BsonBoolean.valueOf(options.normalization()))
        .append("backwards", BsonBoolean.valueOf(options.backwards()))
        .append("version", new BsonString(VERSION));
  }

  /** Bytes whose unsigned order is the order of the strings under this collation. */
  public byte[] sortKey(String string) {
    return text == null ? BsonBytes.nameBytes(string) : text.sortKey(string);
  }

  /** How strings are compared, or null for their bytes. */
  @Nullable CollatedText text() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Collation collation && options.equals(collation.options);
  }

  @Override
  public int hashCode() {
    return options.hashCode();
  }

  @Override
  public String toString() {
    return toBson().toJson();
  }
}
