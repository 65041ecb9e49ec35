package dev.meerkat.query.schema;

import dev.meerkat.query.regex.Regex;
import dev.meerkat.spi.BsonBytes;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** {@code pattern}: strings that a regular expression is found in. Threads: immutable. */
record PatternCheck(Regex regex) implements ValueCheck {

  /** No document is a string: where whole documents are meant, the pattern is not looked at. */
  static @Nullable Rule parse(BsonValue value, boolean isRoot) {
    String pattern = Keywords.string("pattern", value);
    return isRoot
        ? null
        : new CheckRule(
            "pattern",
            value,
            "regular expression did not match",
            new PatternCheck(Regex.compile(pattern, "")));
  }

  @Override
  public boolean accepts(byte type, byte[] array, int offset) {
    return type != BsonBytes.STRING || regex.find(BsonBytes.string(array, offset));
  }
}
