package dev.meerkat.spectests;

import com.mongodb.client.model.Collation;
import com.mongodb.client.model.CollationAlternate;
import com.mongodb.client.model.CollationCaseFirst;
import com.mongodb.client.model.CollationMaxVariable;
import com.mongodb.client.model.CollationStrength;
import com.mongodb.client.model.ReturnDocument;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one operation; those that nobody has asked for make the test not runnable, so
 * that nothing is left out silently. Threads: confined to one thread.
 */
final class Arguments {
  private final BsonDocument arguments;
  private final Set<String> unread;

  Arguments(BsonDocument arguments) {
    this.arguments = arguments;
    this.unread = new HashSet<>(arguments.keySet());
  }

  /** Called when all arguments have been handed to the driver. */
  void checkAllRead() {
    if (!unread.isEmpty()) {
      throw new NotRunnable("the driver's public API lacks " + unread);
    }
  }

  @Nullable BsonValue value(String name) {
    unread.remove(name);
    return arguments.get(name);
  }

  boolean has(String name) {
    return arguments.containsKey(name);
  }

  BsonDocument document(String name) {
    BsonValue value = value(name);
    if (value == null) {
      throw new NotRunnable("argument " + name + " is missing");
    }
    return value.asDocument();
  }

  BsonArray array(String name) {
    BsonValue value = value(name);
    if (value == null) {
      throw new NotRunnable("argument " + name + " is missing");
    }
    return value.asArray();
  }

  String string(String name) {
    BsonValue value = value(name);
    if (value == null) {
      throw new NotRunnable("argument " + name + " is missing");
    }
    return value.asString().getValue();
  }

  void value(String name, Consumer<BsonValue> option) {
    BsonValue value = value(name);
    if (value != null) {
      option.accept(value);
    }
  }

  void document(String name, Consumer<BsonDocument> option) {
    value(name, value -> option.accept(value.asDocument()));
  }

  void documents(String name, Consumer<List<? extends Bson>> option) {
    value(
        name, value -> option.accept(value.asArray().stream().map(BsonValue::asDocument).toList()));
  }

  void bool(String name, Consumer<Boolean> option) {
    value(name, value -> option.accept(value.asBoolean().getValue()));
  }

  void number(String name, Consumer<Integer> option) {
    value(name, value -> option.accept(value.asNumber().intValue()));
  }

  /** A hint is a key pattern or a name. */
  void hint(Consumer<BsonDocument> pattern, Consumer<String> name) {
    value(
        "hint",
        value -> {
          if (value.isString()) {
            name.accept(value.asString().getValue());
          } else {
            pattern.accept(value.asDocument());
          }
        });
  }

  void returnDocument(Consumer<ReturnDocument> option) {
    value(
        "returnDocument",
        value ->
            option.accept(
                value.asString().getValue().equals("After")
                    ? ReturnDocument.AFTER
                    : ReturnDocument.BEFORE));
  }

  void collation(Consumer<Collation> option) {
    document("collation", spec -> option.accept(collation(spec)));
  }

  private static Collation collation(BsonDocument spec) {
    Collation.Builder builder = Collation.builder();
    for (var field : spec.entrySet()) {
      BsonValue value = field.getValue();
      switch (field.getKey()) {
        case "locale" -> builder.locale(value.asString().getValue());
        case "caseLevel" -> builder.caseLevel(value.asBoolean().getValue());
        case "caseFirst" ->
            builder.collationCaseFirst(CollationCaseFirst.fromString(value.asString().getValue()));
        case "strength" ->
            builder.collationStrength(CollationStrength.fromInt(value.asNumber().intValue()));
        case "numericOrdering" -> builder.numericOrdering(value.asBoolean().getValue());
        case "alternate" ->
            builder.collationAlternate(CollationAlternate.fromString(value.asString().getValue()));
        case "maxVariable" ->
            builder.collationMaxVariable(
                CollationMaxVariable.fromString(value.asString().getValue()));
        case "normalization" -> builder.normalization(value.asBoolean().getValue());
        case "backwards" -> builder.backwards(value.asBoolean().getValue());
        default -> throw new NotRunnable("collation option " + field.getKey());
      }
    }
    return builder.build();
  }
}
