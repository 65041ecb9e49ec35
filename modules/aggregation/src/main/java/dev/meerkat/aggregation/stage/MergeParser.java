package dev.meerkat.aggregation.stage;

import dev.meerkat.query.expression.ExpressionParser;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.Collation;
import dev.meerkat.values.FieldPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Parses {@code $merge}. Threads: confined to one operation. */
final class MergeParser {
  private final ParseScope scope;

  MergeParser(ParseScope scope) {
    this.scope = scope;
  }

  MergeStage parse(BsonValue value) {
    BsonDocument spec =
        switch (value) {
          case BsonString name -> {
            // Where the name stands alone, it is judged as that of any collection.
            OutputTarget.of(scope, name.getValue());
            yield new BsonDocument("into", name);
          }
          case BsonDocument document -> document;
          default ->
              throw Documents.error(
                  51182, "$merge requires a string or object argument, but found another type");
        };
    checkFields(spec);
    OutputTarget target = target(spec.get("into"));
    BsonValue matched = spec.get("whenMatched", new BsonString("merge"));
    MergeStage.WhenMatched whenMatched = whenMatched(matched);
    MergeStage.WhenNotMatched whenNotMatched =
        whenNotMatched(orDefault(spec.get("whenNotMatched"), "insert"));
    checkCombination(whenMatched, whenNotMatched);
    Map<String, Expression> lets = lets(spec.get("let"), whenMatched);
    BsonArray pipeline = whenMatched == MergeStage.WhenMatched.PIPELINE ? matched.asArray() : null;
    if (pipeline != null) {
      addOuter(pipeline, lets);
      checkPipeline(pipeline, lets, target.namespace());
    }
    BsonDocument collation = scope.collation();
    return new MergeStage(
        target,
        on(spec.get("on")),
        whenMatched,
        whenNotMatched,
        lets,
        pipeline,
        collation == null ? Collation.SIMPLE.toBson() : collation,
        spec);
  }

  private static BsonValue orDefault(@Nullable BsonValue value, String mode) {
    return value == null || value.isNull() ? new BsonString(mode) : value;
  }

  private static void checkFields(BsonDocument spec) {
    for (String field : spec.keySet()) {
      if (!Set.of("into", "on", "let", "whenMatched", "whenNotMatched").contains(field)) {
        throw new ServerException(
            ErrorCode.IDL_UNKNOWN_FIELD, "BSON field '$merge." + field + "' is an unknown field.");
      }
    }
  }

  private OutputTarget target(@Nullable BsonValue into) {
    if (into == null) {
      throw new ServerException(
          ErrorCode.IDL_MISSING_FIELD, "BSON field '$merge.into' is missing but a required field");
    }
    OutputTarget target =
        switch (into) {
          case BsonString name -> {
            if (name.getValue().isEmpty()) {
              throw Documents.error(5786800, "Invalid 'into' namespace: the name is empty");
            }
            yield OutputTarget.of(scope, name.getValue());
          }
          case BsonDocument document -> target(document);
          default ->
              throw Documents.error(
                  51178, "$merge 'into' field must be either a string or an object");
        };
    if (target.isSystemCollection()) {
      throw Documents.error(31319, "Cannot $merge to special collection: " + target.namespace());
    }
    if (target.isInternalDatabase()) {
      throw Documents.error(31320, "Cannot $merge to internal database: " + target.namespace());
    }
    return target;
  }

  private OutputTarget target(BsonDocument into) {
    String database = scope.namespace().database();
    String collection = null;
    for (var field : into.entrySet()) {
      BsonValue value = field.getValue();
      switch (field.getKey()) {
        case "db" -> {
          String given = value.isNull() ? "" : text("into.db", value);
          database = given.isEmpty() ? database : given;
        }
        case "coll" -> collection = value.isNull() ? null : text("into.coll", value);
        default ->
            throw new ServerException(
                ErrorCode.IDL_UNKNOWN_FIELD,
                "BSON field 'into." + field.getKey() + "' is an unknown field.");
      }
    }
    if (collection == null) {
      throw Documents.error(5786801, "Invalid 'into' namespace: the collection is missing");
    }
    return OutputTarget.of(database, collection);
  }

  private static String text(String field, BsonValue value) {
    if (!value.isString()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "BSON field '$merge." + field + "' is the wrong type, expected type 'string'");
    }
    return value.asString().getValue();
  }

  private static List<String> on(@Nullable BsonValue on) {
    List<String> fields = new ArrayList<>();
    switch (on) {
      case null -> fields.add("_id");
      case BsonString name -> fields.add(name.getValue());
      case BsonArray names -> {
        if (names.isEmpty()) {
          throw Documents.error(
              51187, "If explicitly specifying $merge 'on', must include a field");
        }
        for (BsonValue name : names) {
          if (!name.isString()) {
            throw Documents.error(51134, "$merge 'on' array elements must be strings");
          }
          fields.add(name.asString().getValue());
        }
      }
      default ->
          throw Documents.error(51186, "$merge 'on' field must be either a string or an array");
    }
    Set<String> seen = new HashSet<>();
    for (String field : fields) {
      FieldPath.parse(field);
      if (!seen.add(field)) {
        throw Documents.error(31465, "Found a duplicate field '" + field + "' in $merge 'on'");
      }
    }
    return fields;
  }

  private static MergeStage.WhenMatched whenMatched(BsonValue value) {
    return switch (value) {
      case BsonArray _ -> MergeStage.WhenMatched.PIPELINE;
      case BsonString mode ->
          switch (mode.getValue()) {
            case "replace" -> MergeStage.WhenMatched.REPLACE;
            case "keepExisting" -> MergeStage.WhenMatched.KEEP_EXISTING;
            case "merge" -> MergeStage.WhenMatched.MERGE;
            case "fail" -> MergeStage.WhenMatched.FAIL;
            default -> throw enumeration("whenMatched", mode.getValue());
          };
      default ->
          throw Documents.error(
              51191, "$merge 'whenMatched' field must be either a string or an array");
    };
  }

  private static MergeStage.WhenNotMatched whenNotMatched(BsonValue value) {
    return switch (text("whenNotMatched", value)) {
      case "insert" -> MergeStage.WhenNotMatched.INSERT;
      case "discard" -> MergeStage.WhenNotMatched.DISCARD;
      case "fail" -> MergeStage.WhenNotMatched.FAIL;
      default -> throw enumeration("whenNotMatched", value.asString().getValue());
    };
  }

  private static ServerException enumeration(String field, String value) {
    return new ServerException(
        ErrorCode.BAD_VALUE,
        "Enumeration value '" + value + "' for field '$merge." + field + "' is not a valid value.");
  }

  private static void checkCombination(
      MergeStage.WhenMatched matched, MergeStage.WhenNotMatched notMatched) {
    boolean onlyInserts =
        matched == MergeStage.WhenMatched.FAIL || matched == MergeStage.WhenMatched.KEEP_EXISTING;
    if (onlyInserts && notMatched != MergeStage.WhenNotMatched.INSERT) {
      throw Documents.error(
          51181,
          "Combination of $merge modes 'whenMatched: "
              + matched
              + "' and 'whenNotMatched: "
              + notMatched
              + "' is not supported");
    }
  }

  private Map<String, Expression> lets(
      @Nullable BsonValue let, MergeStage.WhenMatched whenMatched) {
    Map<String, Expression> lets = new LinkedHashMap<>();
    if (let == null || let.isNull()) {
      return lets;
    }
    if (!let.isDocument()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, "BSON field '$merge.let' is the wrong type, expected 'object'");
    }
    if (whenMatched != MergeStage.WhenMatched.PIPELINE) {
      throw Documents.error(
          51199, "Cannot use 'let' variables with 'whenMatched' other than a pipeline");
    }
    for (var variable : let.asDocument().entrySet()) {
      if (variable.getKey().equals("new")
          && !variable.getValue().equals(new BsonString("$$ROOT"))) {
        throw Documents.error(
            51273, "'let' may not define a value for the reserved 'new' variable");
      }
      ExpressionParser.checkVariableName(variable.getKey());
      lets.put(variable.getKey(), scope.expression(variable.getValue()));
    }
    return lets;
  }

  /** The command's own variables reach the pipeline as if {@code let} named them. */
  private void addOuter(BsonValue value, Map<String, Expression> lets) {
    switch (value) {
      case BsonString text when text.getValue().startsWith("$$") -> {
        String name = text.getValue().substring(2).split("\\.", 2)[0];
        if (!name.equals("new") && !lets.containsKey(name) && scope.isDeclared(name)) {
          lets.put(name, scope.expression(new BsonString("$$" + name)));
        }
      }
      case BsonArray array -> array.forEach(element -> addOuter(element, lets));
      case BsonDocument document -> document.values().forEach(field -> addOuter(field, lets));
      default -> {}
    }
  }

  /** Parses the pipeline for its errors' sake: the update command will parse it again. */
  private void checkPipeline(
      BsonArray pipeline, Map<String, Expression> lets, Namespace namespace) {
    ParseScope inner = scope.declare("new");
    for (String name : lets.keySet()) {
      inner = inner.declare(name);
    }
    inner.pipeline(pipeline, StageTraits.Place.UPDATE, namespace);
  }
}
