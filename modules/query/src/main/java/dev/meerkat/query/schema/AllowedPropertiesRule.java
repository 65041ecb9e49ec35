package dev.meerkat.query.schema;

import dev.meerkat.query.regex.Regex;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code patternProperties} and {@code additionalProperties}: the schemas of fields by their names,
 * and of all those that neither {@code properties} nor a pattern names. Threads: immutable.
 *
 * @param named the names under {@code properties}
 * @param others the schema of all other fields, or null
 * @param othersAllowed false where there may be no others
 */
record AllowedPropertiesRule(
    List<byte[]> named, List<Pattern> patterns, @Nullable Schema others, boolean othersAllowed)
    implements Rule {
  /** A pattern of names and the schema of the fields that it names. Threads: immutable. */
  record Pattern(Regex regex, Schema schema) {}

  static Rule parse(
      @Nullable BsonValue properties,
      @Nullable BsonValue patternProperties,
      @Nullable BsonValue additional) {
    if (additional != null && !additional.isBoolean() && !additional.isDocument()) {
      throw Keywords.mismatch("additionalProperties", "must be an object or a boolean");
    }
    return new AllowedPropertiesRule(
        properties == null ? List.of() : names(Keywords.document("properties", properties)),
        patternProperties == null
            ? List.of()
            : patterns(Keywords.document("patternProperties", patternProperties)),
        additional instanceof BsonDocument schema ? SchemaParser.parse(schema, false) : null,
        additional == null || additional.isDocument() || Schema.isTrue(additional));
  }

  private static List<byte[]> names(BsonDocument properties) {
    List<byte[]> names = new ArrayList<>(properties.size());
    for (String name : properties.keySet()) {
      names.add(BsonBytes.nameBytes(name));
    }
    return names;
  }

  private static List<Pattern> patterns(BsonDocument spec) {
    List<Pattern> patterns = new ArrayList<>(spec.size());
    for (Map.Entry<String, BsonValue> pattern : spec.entrySet()) {
      if (!pattern.getValue().isDocument()) {
        throw Keywords.mismatch(
            "patternProperties", "must hold an object for '" + pattern.getKey() + "'");
      }
      Schema schema = SchemaParser.parse(pattern.getValue().asDocument(), false);
      patterns.add(new Pattern(regex(pattern.getKey()), schema));
    }
    return patterns;
  }

  private static Regex regex(String pattern) {
    try {
      return Regex.compile(pattern, "");
    } catch (ServerException e) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "Invalid regular expression in $jsonSchema keyword 'patternProperties': "
              + e.getMessage());
    }
  }

  @Override
  public boolean accepts(byte type, byte[] array, int offset) {
    if (type != BsonBytes.DOCUMENT) {
      return true;
    }
    for (int element = BsonBytes.firstElement(offset);
        array[element] != BsonBytes.END;
        element = BsonBytes.nextElement(array, element)) {
      if (!acceptsField(array, element)) {
        return false;
      }
    }
    return true;
  }

  private boolean acceptsField(byte[] array, int element) {
    boolean known = isNamed(array, element);
    int value = BsonBytes.valueOffset(array, element);
    if (!patterns.isEmpty()) {
      String name = BsonBytes.name(array, element);
      for (int i = 0; i < patterns.size(); i++) {
        if (patterns.get(i).regex().find(name)) {
          known = true;
          if (!patterns.get(i).schema().accepts(array[element], array, value)) {
            return false;
          }
        }
      }
    }
    return known
        || (othersAllowed && (others == null || others.accepts(array[element], array, value)));
  }

  private boolean isNamed(byte[] array, int element) {
    for (int i = 0; i < named.size(); i++) {
      if (BsonBytes.nameEquals(array, element, named.get(i))) {
        return true;
      }
    }
    return false;
  }

  private boolean isOther(byte[] array, int element) {
    if (isNamed(array, element)) {
      return false;
    }
    String name = BsonBytes.name(array, element);
    return patterns.stream().noneMatch(pattern -> pattern.regex().find(name));
  }

  @Override
  public void explain(byte type, byte[] array, int offset, List<BsonValue> details) {
    if (!othersAllowed) {
      explainForbidden(array, offset, details);
    } else if (others != null) {
      explainOthers(others, array, offset, details);
    }
    BsonArray failing = new BsonArray();
    for (Pattern pattern : patterns) {
      explainPattern(pattern, array, offset, failing);
    }
    if (!failing.isEmpty()) {
      details.add(
          new BsonDocument("operatorName", new BsonString("patternProperties"))
              .append("details", failing));
    }
  }

  private void explainForbidden(byte[] array, int offset, List<BsonValue> details) {
    BsonArray names = new BsonArray();
    for (int element = BsonBytes.firstElement(offset);
        array[element] != BsonBytes.END;
        element = BsonBytes.nextElement(array, element)) {
      if (isOther(array, element)) {
        names.add(new BsonString(BsonBytes.name(array, element)));
      }
    }
    if (!names.isEmpty()) {
      details.add(
          new BsonDocument("operatorName", new BsonString("additionalProperties"))
              .append("specifiedAs", new BsonDocument("additionalProperties", BsonBoolean.FALSE))
              .append("additionalProperties", names));
    }
  }

  private void explainOthers(Schema schema, byte[] array, int offset, List<BsonValue> details) {
    for (int element = BsonBytes.firstElement(offset);
        array[element] != BsonBytes.END;
        element = BsonBytes.nextElement(array, element)) {
      int value = BsonBytes.valueOffset(array, element);
      if (isOther(array, element) && !schema.accepts(array[element], array, value)) {
        BsonDocument error =
            new BsonDocument("operatorName", new BsonString("additionalProperties"));
        error.putAll(schema.annotations());
        details.add(
            error
                .append(
                    "reason",
                    new BsonString("at least one additional property did not match the subschema"))
                .append("failingProperty", new BsonString(BsonBytes.name(array, element)))
                .append("details", schema.failures(array[element], array, value)));
        return;
      }
    }
  }

  private static void explainPattern(Pattern pattern, byte[] array, int offset, BsonArray failing) {
    for (int element = BsonBytes.firstElement(offset);
        array[element] != BsonBytes.END;
        element = BsonBytes.nextElement(array, element)) {
      String name = BsonBytes.name(array, element);
      int value = BsonBytes.valueOffset(array, element);
      if (pattern.regex().find(name) && !pattern.schema().accepts(array[element], array, value)) {
        BsonDocument error = new BsonDocument("propertyName", new BsonString(name));
        error.putAll(pattern.schema().annotations());
        failing.add(
            error
                .append("regexMatched", new BsonString(pattern.regex().pattern()))
                .append("details", pattern.schema().failures(array[element], array, value)));
        return;
      }
    }
  }
}
