package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Decides for each document, and for the documents inside it, whether it stays. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/redact/">$redact</a>
 */
record RedactStage(Expression decision, int currentSlot, int firstSlot) implements Stage {
  private static final BsonString DESCEND = new BsonString("descend");
  private static final BsonString PRUNE = new BsonString("prune");
  private static final BsonString KEEP = new BsonString("keep");

  static Stage parse(BsonValue spec, ParseScope scope) {
    ParseScope inner = scope.declare("CURRENT").declare("DESCEND").declare("PRUNE").declare("KEEP");
    return new RedactStage(
        inner.expression(spec), inner.variable("CURRENT"), inner.variable("DESCEND"));
  }

  @Override
  public String name() {
    return "$redact";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.MANY).alsoIn(StageTraits.Place.CHANGE_STREAM);
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    EvaluationScope scope = context.scope();
    scope.bind(firstSlot, DESCEND);
    scope.bind(firstSlot + 1, PRUNE);
    scope.bind(firstSlot + 2, KEEP);
    return new RedactCursor(input, this, scope);
  }

  private @Nullable BsonDocument redact(
      BsonDocument object, DocumentView root, EvaluationScope scope) {
    scope.bind(currentSlot, object);
    BsonValue answer = decision.evaluate(root, scope);
    if (KEEP.equals(answer)) {
      return object;
    }
    if (PRUNE.equals(answer)) {
      return null;
    }
    if (!DESCEND.equals(answer)) {
      throw Documents.error(
          17053,
          "$redact's expression should not return anything aside from the variables $$KEEP,"
              + " $$DESCEND, and $$PRUNE, but returned "
              + answer);
    }
    BsonDocument kept = new BsonDocument();
    for (Map.Entry<String, BsonValue> field : object.entrySet()) {
      BsonValue value = inner(field.getValue(), root, scope);
      if (value != null) {
        kept.append(field.getKey(), value);
      }
    }
    return kept;
  }

  private @Nullable BsonValue inner(BsonValue value, DocumentView root, EvaluationScope scope) {
    return switch (value) {
      case BsonDocument object -> redact(object, root, scope);
      case BsonArray array -> {
        BsonArray kept = new BsonArray(array.size());
        for (BsonValue element : array) {
          BsonValue inner = inner(element, root, scope);
          if (inner != null) {
            kept.add(inner);
          }
        }
        yield kept;
      }
      default -> value;
    };
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$redact", decision.describe());
  }

  private static final class RedactCursor extends StageCursor {
    private final Cursor input;
    private final RedactStage stage;
    private final EvaluationScope scope;

    RedactCursor(Cursor input, RedactStage stage, EvaluationScope scope) {
      this.input = input;
      this.stage = stage;
      this.scope = scope;
    }

    @Override
    protected @Nullable DocumentView next() {
      while (input.advance()) {
        DocumentView root = input.current();
        BsonDocument kept = stage.redact(root.toBson(), root, scope);
        if (kept != null) {
          return DocumentView.of(kept);
        }
        scope.checkInterrupted();
      }
      return null;
    }

    @Override
    public void close() {
      input.close();
    }
  }
}
