package dev.meerkat.spectests.unified;

import com.mongodb.CursorType;
import com.mongodb.client.cursor.TimeoutMode;
import com.mongodb.client.model.Collation;
import com.mongodb.client.model.CollationAlternate;
import com.mongodb.client.model.CollationCaseFirst;
import com.mongodb.client.model.CollationMaxVariable;
import com.mongodb.client.model.CollationStrength;
import com.mongodb.client.model.ReturnDocument;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one operation; those that nobody has asked for make the test not runnable, so
 * that nothing is left out silently. Threads: confined to one thread.
 */
public final class Arguments {
  private final BsonDocument arguments;
  private final Set<String> unread;

  public Arguments(BsonDocument arguments) {
    this.arguments = arguments;
    this.unread = new HashSet<>(arguments.keySet());
  }

  /** Called when all arguments have been handed to the driver. */
  public void checkAllRead() {
    if (!unread.isEmpty()) {
      throw new NotRunnable("the driver's public API lacks " + unread);
    }
  }

  public @Nullable BsonValue value(String name) {
    unread.remove(name);
    return arguments.get(name);
  }

  /** All of them, read with this. */
  public BsonDocument all() {
    unread.clear();
    return arguments;
  }

  public boolean has(String name) {
    return arguments.containsKey(name);
  }

  public BsonDocument document(String name) {
    BsonValue value = value(name);
    if (value == null) {
      throw new TestFailure("argument " + name + " is missing");
    }
    return value.asDocument();
  }

  public BsonArray array(String name) {
    BsonValue value = value(name);
    if (value == null) {
      throw new TestFailure("argument " + name + " is missing");
    }
    return value.asArray();
  }

  public String string(String name) {
    BsonValue value = value(name);
    if (value == null) {
      throw new TestFailure("argument " + name + " is missing");
    }
    return value.asString().getValue();
  }

  public void value(String name, Consumer<BsonValue> option) {
    BsonValue value = value(name);
    if (value != null) {
      option.accept(value);
    }
  }

  public void document(String name, Consumer<BsonDocument> option) {
    value(name, value -> option.accept(value.asDocument()));
  }

  public void documents(String name, Consumer<List<? extends Bson>> option) {
    value(
        name, value -> option.accept(value.asArray().stream().map(BsonValue::asDocument).toList()));
  }

  /** Documents, of which there must be a list. */
  public List<BsonDocument> documents(String name) {
    return array(name).stream().map(BsonValue::asDocument).toList();
  }

  /** A number that must be there. */
  public long longNumber(String name) {
    BsonValue value = value(name);
    if (value == null) {
      throw new TestFailure("argument " + name + " is missing");
    }
    return value.asNumber().longValue();
  }

  public void string(String name, Consumer<String> option) {
    value(name, value -> option.accept(value.asString().getValue()));
  }

  public void longNumber(String name, LongConsumer option) {
    value(name, value -> option.accept(value.asNumber().longValue()));
  }

  /** A time limit in milliseconds, as the driver's options take it. */
  public void millis(String name, BiConsumer<Long, TimeUnit> option) {
    longNumber(name, millis -> option.accept(millis, TimeUnit.MILLISECONDS));
  }

  public void timeoutMode(Consumer<TimeoutMode> option) {
    string(
        "timeoutMode",
        mode ->
            option.accept(
                switch (mode) {
                  case "cursorLifetime" -> TimeoutMode.CURSOR_LIFETIME;
                  case "iteration" -> TimeoutMode.ITERATION;
                  default -> throw new TestFailure("there is no timeoutMode " + mode);
                }));
  }

  public void cursorType(Consumer<CursorType> option) {
    string("cursorType", type -> option.accept(cursorType(type)));
  }

  public static CursorType cursorType(String name) {
    return switch (name) {
      case "nonTailable" -> CursorType.NonTailable;
      case "tailable" -> CursorType.Tailable;
      case "tailableAwait" -> CursorType.TailableAwait;
      default -> throw new TestFailure("there is no cursorType " + name);
    };
  }

  public void bool(String name, Consumer<Boolean> option) {
    value(name, value -> option.accept(value.asBoolean().getValue()));
  }

  public void number(String name, Consumer<Integer> option) {
    value(name, value -> option.accept(value.asNumber().intValue()));
  }

  /** A hint is a key pattern or a name. */
  public void hint(Consumer<BsonDocument> pattern, Consumer<String> name) {
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

  public void returnDocument(Consumer<ReturnDocument> option) {
    value(
        "returnDocument",
        value ->
            option.accept(
                switch (value.asString().getValue()) {
                  case "After" -> ReturnDocument.AFTER;
                  case "Before" -> ReturnDocument.BEFORE;
                  default -> throw new TestFailure("there is no returnDocument " + value);
                }));
  }

  public void collation(Consumer<Collation> option) {
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
