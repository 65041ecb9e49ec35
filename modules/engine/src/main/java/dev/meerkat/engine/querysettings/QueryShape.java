package dev.meerkat.engine.querysettings;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A command with the types of its values in the values' place, for those who speak of all commands
 * like it. Threads: immutable.
 *
 * @param document as {@code debugQueryShape} shows it
 * @see <a href="https://www.mongodb.com/docs/manual/core/query-shapes/">Query shapes</a>
 */
public record QueryShape(BsonDocument document) {
  private static final Set<String> FIND_OPTIONS =
      Set.of(
          "singleBatch",
          "returnKey",
          "showRecordId",
          "tailable",
          "awaitData",
          "allowDiskUse",
          "collation");
  private static final Set<String> FIND_VALUES = Set.of("skip", "limit", "min", "max", "let");
  private static final Set<String> LOGICAL = Set.of("$and", "$or", "$nor");

  /** Fields of stages whose strings name something. */
  private static final Set<String> NAMES =
      Set.of("from", "as", "localField", "foreignField", "into", "coll", "db", "path", "to");

  /**
   * The shape of a find, distinct or aggregate command, or null for another one.
   *
   * @param database the database that the command addresses
   */
  public static @Nullable QueryShape of(String database, BsonDocument command) {
    if (command.isEmpty()) {
      return null;
    }
    String name = command.getFirstKey();
    BsonDocument shape = new BsonDocument();
    BsonValue collection = command.get(name, BsonNull.VALUE);
    shape.append(
        "cmdNs",
        new BsonDocument("db", new BsonString(database))
            .append("coll", collection.isString() ? collection : new BsonString("$cmd.aggregate")));
    shape.append("command", new BsonString(name));
    switch (name) {
      case "find" -> find(command, shape);
      case "distinct" -> {
        shape.append("key", command.get("key", new BsonString("")));
        shape.append("query", filter(document(command, "query")));
        copy(command, "collation", shape);
      }
      case "aggregate" -> {
        shape.append("pipeline", pipeline(command.get("pipeline")));
        copy(command, "collation", shape);
        copy(command, "allowDiskUse", shape);
        if (command.containsKey("let")) {
          shape.append("let", constants(command.get("let")));
        }
      }
      default -> {
        return null;
      }
    }
    return new QueryShape(shape);
  }

  /** 64 hexadecimal digits. */
  public String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(DocumentView.of(document).toBytes());
      return HexFormat.of().withUpperCase().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** What it addresses. */
  Namespace namespace() {
    BsonDocument namespace = document.getDocument("cmdNs");
    return new Namespace(
        namespace.getString("db").getValue(), namespace.getString("coll").getValue());
  }

  /** Whether it asks for one document by its {@code _id} and for nothing else. */
  boolean isIdLookup() {
    return document.getString("command").getValue().equals("find")
        && !document.containsKey("sort")
        && document.get("filter") instanceof BsonDocument filter
        && filter.size() == 1
        && filter.get("_id") instanceof BsonDocument condition
        && condition.size() == 1
        && condition.containsKey("$eq");
  }

  private static void find(BsonDocument command, BsonDocument shape) {
    shape.append("filter", filter(document(command, "filter")));
    copy(command, "sort", shape);
    if (command.isDocument("projection") && !command.getDocument("projection").isEmpty()) {
      shape.append("projection", projection(command.getDocument("projection")));
    }
    for (String option : new TreeSet<>(FIND_OPTIONS)) {
      if (!BsonBoolean.FALSE.equals(command.get(option))) {
        copy(command, option, shape);
      }
    }
    for (String option : new TreeSet<>(FIND_VALUES)) {
      if (command.containsKey(option)) {
        shape.append(option, constants(command.get(option)));
      }
    }
  }

  private static BsonDocument document(BsonDocument command, String name) {
    return command.isDocument(name) ? command.getDocument(name) : new BsonDocument();
  }

  /** A field that is left out and an empty one are the same. */
  private static void copy(BsonDocument command, String name, BsonDocument shape) {
    BsonValue value = command.get(name);
    if (value != null && !(value.isDocument() && value.asDocument().isEmpty())) {
      shape.append(name, value);
    }
  }

  private static BsonDocument filter(BsonDocument filter) {
    BsonArray conditions = new BsonArray();
    for (Map.Entry<String, BsonValue> field : filter.entrySet()) {
      conditions.add(new BsonDocument(field.getKey(), condition(field.getKey(), field.getValue())));
    }
    return switch (conditions.size()) {
      case 0 -> new BsonDocument();
      case 1 -> conditions.get(0).asDocument();
      default -> new BsonDocument("$and", conditions);
    };
  }

  private static BsonValue condition(String key, BsonValue value) {
    if (LOGICAL.contains(key) && value.isArray()) {
      BsonArray branches = new BsonArray();
      for (BsonValue branch : value.asArray()) {
        branches.add(branch.isDocument() ? filter(branch.asDocument()) : type(branch));
      }
      return branches;
    }
    if (key.startsWith("$")) {
      return constants(value);
    }
    if (!(value instanceof BsonDocument operators)
        || operators.isEmpty()
        || !operators.getFirstKey().startsWith("$")) {
      return new BsonDocument("$eq", type(value));
    }
    BsonDocument shape = new BsonDocument();
    operators.forEach((operator, operand) -> shape.append(operator, operand(operator, operand)));
    return shape;
  }

  private static BsonValue operand(String operator, BsonValue operand) {
    return switch (operator) {
      case "$elemMatch" -> operand instanceof BsonDocument nested ? filter(nested) : type(operand);
      case "$not" -> condition("", operand);
      default -> type(operand);
    };
  }

  private static BsonDocument projection(BsonDocument projection) {
    BsonDocument shape = new BsonDocument();
    projection.forEach(
        (path, value) ->
            shape.append(
                path,
                value instanceof BsonNumber number
                    ? BsonBoolean.valueOf(number.doubleValue() != 0)
                    : value.isBoolean() ? value : constants(value)));
    return shape;
  }

  private static BsonArray pipeline(@Nullable BsonValue pipeline) {
    BsonArray shape = new BsonArray();
    if (pipeline instanceof BsonArray stages) {
      for (BsonValue stage : stages) {
        shape.add(stage.isDocument() ? stage(stage.asDocument()) : type(stage));
      }
    }
    return shape;
  }

  private static BsonDocument stage(BsonDocument stage) {
    BsonDocument shape = new BsonDocument();
    stage.forEach(
        (name, spec) ->
            shape.append(
                name,
                switch (name) {
                  case "$match" ->
                      spec instanceof BsonDocument filter ? filter(filter) : type(spec);
                  case "$sort", "$unset", "$count" -> spec;
                  case "$project" ->
                      spec instanceof BsonDocument fields ? projection(fields) : type(spec);
                  default -> constants(spec);
                }));
    return shape;
  }

  /** An expression or a stage's spec: paths, variables and operators stay, constants go. */
  private static BsonValue constants(BsonValue value) {
    return switch (value) {
      case BsonDocument document -> {
        BsonDocument shape = new BsonDocument();
        document.forEach(
            (key, field) ->
                shape.append(
                    key,
                    key.equals("pipeline")
                        ? pipeline(field)
                        : NAMES.contains(key) && field.isString() ? field : constants(field)));
        yield shape;
      }
      case BsonArray array -> {
        BsonArray shape = new BsonArray();
        array.forEach(element -> shape.add(constants(element)));
        yield shape;
      }
      case BsonString string when string.getValue().startsWith("$") -> string;
      default -> type(value);
    };
  }

  /** What stands in a value's place. */
  private static BsonString type(BsonValue value) {
    String name =
        switch (value.getBsonType()) {
          case INT32, INT64, DOUBLE, DECIMAL128 -> "?number";
          case STRING -> "?string";
          case DOCUMENT -> "?object";
          case BOOLEAN -> "?bool";
          case OBJECT_ID -> "?objectId";
          case DATE_TIME -> "?date";
          case NULL -> "?null";
          case REGULAR_EXPRESSION -> "?regex";
          case TIMESTAMP -> "?timestamp";
          case BINARY -> "?binData";
          case MIN_KEY -> "?minKey";
          case MAX_KEY -> "?maxKey";
          case ARRAY -> elements(value.asArray());
          default -> "?" + value.getBsonType();
        };
    return new BsonString(name);
  }

  private static String elements(BsonArray array) {
    Set<String> types = new TreeSet<>();
    array.forEach(element -> types.add(type(element).getValue()));
    return switch (types.size()) {
      case 0 -> "[]";
      case 1 -> "?array<" + types.iterator().next() + ">";
      default -> "?array<>";
    };
  }

  /**
   * Fails where 64 hexadecimal digits are wanted.
   *
   * @throws ServerException 16 for none at all, 2 for others
   */
  public static String checkHash(String hash) {
    if (!hash.matches("([0-9a-fA-F]{2})*")) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "A query shape hash consists of hexadecimal digits");
    }
    if (hash.length() != 64) {
      throw new ServerException(
          ErrorCode.INVALID_LENGTH,
          "A query shape hash has 64 hexadecimal digits, not " + hash.length());
    }
    return hash.toUpperCase(Locale.ROOT);
  }
}
