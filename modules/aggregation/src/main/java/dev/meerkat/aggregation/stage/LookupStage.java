package dev.meerkat.aggregation.stage;

import dev.meerkat.query.expression.Randomness;
import dev.meerkat.spi.CollectionHandle;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.FieldPath;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Adds to each document an array of documents of another collection: those that have an equal value
 * at a path, those that a pipeline answers, or both. Threads: immutable.
 *
 * @param local the path whose value is looked up, or null
 * @param foreign the path where it is looked for; empty where {@code local} is null
 * @param slots where the values of {@code let} are bound
 * @param shared the first stages of the pipeline, where they answer the same for every document
 * @param pipeline the others: what the foreign documents run through
 * @param condition what foreign documents must match beside; empty for nothing
 * @param unwind unwinds the array, or null where documents are to have it
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/lookup/">$lookup</a>
 */
record LookupStage(
    ForeignCollection from,
    FieldPath as,
    @Nullable FieldPath local,
    String foreign,
    List<Expression> lets,
    int[] slots,
    Pipeline shared,
    Pipeline pipeline,
    BsonDocument condition,
    @Nullable UnwindStage unwind,
    ValueOrder order,
    BsonDocument spec)
    implements JoiningStage, NestingStage {
  LookupStage {
    lets = List.copyOf(lets);
    slots = slots.clone();
  }

  @Override
  public String name() {
    return "$lookup";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.ONE_TO_ONE).notIn(StageTraits.Place.CHANGE_STREAM);
  }

  @Override
  public boolean mayChange(String field) {
    return as.component(0).equals(field) || (unwind != null && unwind.mayChange(field));
  }

  /** What is read once and what is done for each document stay apart. */
  @Override
  public Stage optimized(UnaryOperator<Pipeline> optimizer) {
    return new LookupStage(
        from.pushing(),
        as,
        local,
        foreign,
        lets,
        slots,
        optimizer.apply(shared),
        optimizer.apply(pipeline),
        condition,
        unwind,
        order,
        spec);
  }

  /**
   * The stage that does also what comes after it, or null where that is not possible.
   *
   * @param next a stage right behind it
   */
  @Nullable LookupStage fusedWith(Stage next) {
    return switch (next) {
      case UnwindStage unwinding when unwind == null && unwinding.path().equals(as) ->
          with(condition, unwinding);
      case MatchStage match when takes(match) -> {
        BsonDocument more = condition.clone();
        for (Map.Entry<String, BsonValue> field : match.spec().entrySet()) {
          more.append(field.getKey().substring(as.dotted().length() + 1), field.getValue());
        }
        yield with(more, unwind);
      }
      default -> null;
    };
  }

  /** Whether it is a matter of the foreign documents alone, as they are stored. */
  private boolean takes(MatchStage match) {
    if (unwind == null
        || unwind.preserve()
        || unwind.indexField() != null
        || local == null
        || !pipeline.stages().isEmpty()
        || Randomness.isIn(match.spec())) {
      return false;
    }
    String prefix = as.dotted() + ".";
    for (String path : match.spec().keySet()) {
      if (!path.startsWith(prefix) || condition.containsKey(path.substring(prefix.length()))) {
        return false;
      }
    }
    return !VariableUse.isUsedBy(match);
  }

  private LookupStage with(BsonDocument newCondition, @Nullable UnwindStage newUnwind) {
    return new LookupStage(
        from,
        as,
        local,
        foreign,
        lets,
        slots,
        shared,
        pipeline,
        newCondition,
        newUnwind,
        order,
        spec);
  }

  @Override
  public String strategy(StageContext context) {
    if (local == null) {
      return "NestedLoopJoin";
    }
    CollectionHandle handle = context.operation().catalog().find(from.namespace());
    if (handle == null) {
      return "NonExistentForeignCollection";
    }
    return handle.isIndexed(foreign)
        ? "IndexedLoopJoin"
        : LookupHash.isPossible(this, context) ? "HashJoin" : "NestedLoopJoin";
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    LookupRun run = new LookupRun(this, context);
    return unwind == null
        ? new TransformCursor(input, run, false)
        : new LookupUnwindCursor(input, run, unwind);
  }

  @Override
  public BsonDocument describe() {
    BsonDocument body = spec.clone();
    if (!condition.isEmpty()) {
      body.append("let", new BsonDocument());
      body.append("pipeline", new BsonArray(List.of(new BsonDocument("$match", condition))));
    }
    if (unwind != null) {
      BsonDocument unwinding =
          new BsonDocument("preserveNullAndEmptyArrays", BsonBoolean.valueOf(unwind.preserve()));
      if (unwind.indexField() != null) {
        unwinding.append("includeArrayIndex", new BsonString(unwind.indexField().dotted()));
      }
      body.append("unwinding", unwinding);
    }
    return new BsonDocument("$lookup", body);
  }
}
