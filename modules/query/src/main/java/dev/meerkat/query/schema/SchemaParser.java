package dev.meerkat.query.schema;

import dev.meerkat.query.filter.TypeAliases;
import dev.meerkat.query.schema.CompositionRule.Kind;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a schema keyword by keyword. Threads: confined to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/jsonSchema/">
 *     $jsonSchema</a>
 */
final class SchemaParser {
  /** All keywords, in the order in which errors name those that are not satisfied. */
  static final List<String> KEYWORDS =
      List.of(
          "title",
          "description",
          "pattern",
          "maxLength",
          "minLength",
          "multipleOf",
          "maximum",
          "exclusiveMaximum",
          "minimum",
          "exclusiveMinimum",
          "minItems",
          "maxItems",
          "uniqueItems",
          "items",
          "additionalItems",
          "encryptMetadata",
          "encrypt",
          "properties",
          "patternProperties",
          "additionalProperties",
          "required",
          "minProperties",
          "maxProperties",
          "dependencies",
          "allOf",
          "anyOf",
          "oneOf",
          "not",
          "enum",
          "bsonType",
          "type");

  private static final Set<String> KNOWN = Set.copyOf(KEYWORDS);
  private static final Set<String> UNSUPPORTED =
      Set.of("$ref", "$schema", "default", "definitions", "format", "id");

  private final BsonDocument spec;
  private final boolean isRoot;

  private SchemaParser(BsonDocument spec, boolean isRoot) {
    this.spec = spec;
    this.isRoot = isRoot;
  }

  /**
   * @param isRoot whether the schema is one of whole documents
   */
  static Schema parse(BsonDocument spec, boolean isRoot) {
    return new SchemaParser(spec, isRoot).parse();
  }

  private Schema parse() {
    for (String keyword : spec.keySet()) {
      if (UNSUPPORTED.contains(keyword)) {
        throw Keywords.malformed(keyword, "is not currently supported");
      }
      if (!KNOWN.contains(keyword)) {
        throw new ServerException(
            ErrorCode.FAILED_TO_PARSE, "Unknown $jsonSchema keyword: " + keyword);
      }
    }
    refuseBoth("type", "bsonType");
    refuseBoth("type", "encrypt");
    refuseBoth("bsonType", "encrypt");
    refuseBoth("encryptMetadata", "encrypt");
    List<Rule> rules = new ArrayList<>();
    for (String keyword : KEYWORDS) {
      BsonValue value = spec.get(keyword);
      Rule rule = value == null ? null : rule(keyword, value);
      if (rule instanceof Schema.NoDocumentRule) {
        return new Schema(spec, List.of(rule), annotations());
      }
      if (rule != null) {
        rules.add(rule);
      }
    }
    return new Schema(spec, rules, annotations());
  }

  private void refuseBoth(String one, String other) {
    if (spec.containsKey(one) && spec.containsKey(other)) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE,
          "Cannot specify both $jsonSchema keywords '" + one + "' and '" + other + "'");
    }
  }

  private BsonDocument annotations() {
    BsonDocument annotations = new BsonDocument();
    for (String keyword : List.of("title", "description")) {
      BsonValue value = spec.get(keyword);
      if (value != null) {
        annotations.append(keyword, value);
      }
    }
    return annotations;
  }

  /** A keyword's rule; null where it only changes another's, or has no effect at all. */
  private @Nullable Rule rule(String keyword, BsonValue value) {
    return switch (keyword) {
      case "additionalItems" -> ItemsRule.parseAdditional(value, spec.get("items"));
      case "additionalProperties" ->
          AllowedPropertiesRule.parse(spec.get("properties"), spec.get("patternProperties"), value);
      case "allOf" -> CompositionRule.parse(Kind.ALL_OF, value, isRoot);
      case "anyOf" -> CompositionRule.parse(Kind.ANY_OF, value, isRoot);
      case "bsonType" -> type(keyword, value, TypeSets.parse(keyword, value, TypeAliases::bits));
      case "dependencies" -> DependenciesRule.parse(value, isRoot);
      case "description", "title" -> {
        Keywords.string(keyword, value);
        yield null;
      }
      case "encrypt" -> encrypt(value);
      case "encryptMetadata" -> {
        EncryptRule.checkMetadata(value);
        yield null;
      }
      case "enum" -> EnumCheck.parse(value);
      case "exclusiveMaximum" -> BoundCheck.checkExclusive("maximum", keyword, value, spec);
      case "exclusiveMinimum" -> BoundCheck.checkExclusive("minimum", keyword, value, spec);
      case "items" -> ItemsRule.parse(value);
      case "maxItems" -> ItemCountRule.parse(keyword, value, false);
      case "maxLength" -> LengthCheck.parse(keyword, value, false);
      case "maxProperties" -> PropertyCountRule.parse(keyword, value, false);
      case "maximum" -> BoundCheck.parse(keyword, value, spec.get("exclusiveMaximum"), false);
      case "minItems" -> ItemCountRule.parse(keyword, value, true);
      case "minLength" -> LengthCheck.parse(keyword, value, true);
      case "minProperties" -> PropertyCountRule.parse(keyword, value, true);
      case "minimum" -> BoundCheck.parse(keyword, value, spec.get("exclusiveMinimum"), true);
      case "multipleOf" -> MultipleOfCheck.parse(value, isRoot);
      case "not" -> NotRule.parse(value, isRoot);
      case "oneOf" -> CompositionRule.parse(Kind.ONE_OF, value, isRoot);
      case "pattern" -> PatternCheck.parse(value, isRoot);
      case "patternProperties" ->
          spec.containsKey("additionalProperties")
              ? null
              : AllowedPropertiesRule.parse(spec.get("properties"), value, null);
      case "properties" -> PropertiesRule.parse(value);
      case "required" -> RequiredRule.parse(value);
      case "type" -> type(keyword, value, TypeSets.parse(keyword, value, TypeAliases::jsonBits));
      case "uniqueItems" -> UniqueItemsRule.parse(value);
      default -> throw new IllegalStateException("no rule for the keyword " + keyword);
    };
  }

  private Rule type(String keyword, BsonValue value, long types) {
    if (isRoot && !TypeAliases.contains(types, BsonBytes.DOCUMENT)) {
      return new Schema.NoDocumentRule(new BsonDocument("$jsonSchema", spec));
    }
    return new CheckRule(
        keyword,
        new BsonDocument(keyword, value),
        "type did not match",
        true,
        (type, _, _) -> TypeAliases.contains(types, type));
  }

  /** What is encrypted is binary data, which no document is. */
  private Rule encrypt(BsonValue value) {
    Rule rule = EncryptRule.parse(value);
    return isRoot ? new Schema.NoDocumentRule(new BsonDocument("$jsonSchema", spec)) : rule;
  }
}
