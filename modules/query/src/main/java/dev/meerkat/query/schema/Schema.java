package dev.meerkat.query.schema;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * A compiled schema. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/jsonSchema/">
 *     $jsonSchema</a>
 */
public final class Schema {
  private final BsonDocument spec;
  private final Rule[] rules;
  private final BsonDocument annotations;

  /**
   * @param annotations the schema's {@code title} and {@code description}, as far as it has them
   */
  Schema(BsonDocument spec, List<Rule> rules, BsonDocument annotations) {
    this.spec = spec;
    this.rules = rules.toArray(Rule[]::new);
    this.annotations = annotations;
  }

  /** Compiles a schema of whole documents. */
  public static Schema parse(BsonDocument spec) {
    return SchemaParser.parse(spec, true);
  }

  /** Whether a value satisfies the schema. */
  public boolean accepts(byte type, byte[] array, int offset) {
    for (Rule rule : rules) {
      if (!rule.accepts(type, array, offset)) {
        return false;
      }
    }
    return true;
  }

  /** Why a document does not satisfy the schema, as error 121 tells it. */
  public BsonDocument explain(DocumentView document) {
    BsonDocument error = new BsonDocument("operatorName", new BsonString("$jsonSchema"));
    if (rules.length == 1 && rules[0] instanceof NoDocumentRule) {
      return error
          .append("specifiedAs", new BsonDocument("$jsonSchema", spec))
          .append("reason", new BsonString(NoDocumentRule.REASON));
    }
    error.putAll(annotations);
    return error.append(
        "schemaRulesNotSatisfied",
        failures(BsonBytes.DOCUMENT, document.array(), document.offset()));
  }

  /** What the rules that a value fails say of it. */
  BsonArray failures(byte type, byte[] array, int offset) {
    BsonArray details = new BsonArray();
    for (Rule rule : rules) {
      if (!rule.accepts(type, array, offset)) {
        rule.explain(type, array, offset, details);
      }
    }
    return details;
  }

  /** The schema's title and description. */
  BsonDocument annotations() {
    return annotations;
  }

  /** A whole-document schema for a type that no document has. Threads: immutable. */
  record NoDocumentRule(BsonDocument spec) implements Rule {
    static final String REASON = "expression always evaluates to false";

    @Override
    public boolean accepts(byte type, byte[] array, int offset) {
      return false;
    }

    @Override
    public void explain(byte type, byte[] array, int offset, List<BsonValue> details) {
      details.add(new BsonDocument("specifiedAs", spec).append("reason", new BsonString(REASON)));
    }
  }

  /** A value that is true or false where a keyword takes it beside a schema. */
  static boolean isTrue(BsonValue value) {
    return value instanceof BsonBoolean bool && bool.getValue();
  }
}
