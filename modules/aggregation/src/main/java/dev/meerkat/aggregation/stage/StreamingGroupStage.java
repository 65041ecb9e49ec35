package dev.meerkat.aggregation.stage;

import dev.meerkat.query.expression.ObjectExpression;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $_internalStreamingGroup}: groups documents that come in the order of parts of the key,
 * and answers the groups that it has whenever one of those parts changes. Threads: immutable.
 *
 * @param monotonic the parts of the key, in the key's order
 * @param monotonicNames their names in the key, or {@code _id} alone
 */
record StreamingGroupStage(
    GroupStage group, List<Expression> monotonic, List<String> monotonicNames) implements Stage {
  private static final String NAME = "$_internalStreamingGroup";
  private static final String FIELDS = "$monotonicIdFields";

  StreamingGroupStage {
    monotonic = List.copyOf(monotonic);
    monotonicNames = List.copyOf(monotonicNames);
  }

  static Stage parse(BsonValue spec, ParseScope scope) {
    BsonValue group = spec;
    BsonValue monotonic = null;
    if (spec instanceof BsonDocument fields) {
      BsonDocument others = new BsonDocument();
      others.putAll(fields);
      monotonic = others.remove(FIELDS);
      group = others;
    }
    GroupStage stage = (GroupStage) GroupStage.parse(group, scope);
    if (!(monotonic instanceof BsonArray names)) {
      throw Documents.error(
          7026702, "streaming group must specify an array of monotonic id fields " + FIELDS);
    }
    return stage.id() instanceof ObjectExpression key
        ? ofParts(stage, key, names)
        : ofWhole(stage, names);
  }

  private static Stage ofWhole(GroupStage group, BsonArray names) {
    if (names.size() != 1 || !names.getFirst().equals(new BsonString("_id"))) {
      throw Documents.error(
          7026703,
          "if there is no explicit id fields, " + FIELDS + " must contain a single \"_id\" string");
    }
    return new StreamingGroupStage(group, List.of(group.id()), List.of("_id"));
  }

  private static Stage ofParts(GroupStage group, ObjectExpression key, BsonArray names) {
    Set<String> wanted = new LinkedHashSet<>();
    for (BsonValue name : names) {
      if (!(name instanceof BsonString text)) {
        throw Documents.error(7026704, FIELDS + " elements must be strings");
      }
      if (!key.names().contains(text.getValue())) {
        throw Documents.error(7026705, "id field not found");
      }
      wanted.add(text.getValue());
    }
    List<Expression> parts = new ArrayList<>();
    List<String> partNames = new ArrayList<>();
    for (int i = 0; i < key.names().size(); i++) {
      if (wanted.contains(key.names().get(i))) {
        parts.add(key.values().get(i));
        partNames.add(key.names().get(i));
      }
    }
    return new StreamingGroupStage(group, parts, partNames);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StageTraits traits() {
    return group.traits();
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new StreamingGroupCursor(this, input, context);
  }

  /** What the parts of a document's key are; missing is null. */
  @Nullable BsonValue[] values(DocumentView document, StageContext context) {
    @Nullable BsonValue[] values = new BsonValue[monotonic.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = monotonic.get(i).evaluate(document, context.scope());
    }
    return values;
  }

  boolean areSame(@Nullable BsonValue[] a, @Nullable BsonValue[] b) {
    for (int i = 0; i < a.length; i++) {
      if (!group.order().equal(a[i], b[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean readsAllItNeeds() {
    return true;
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    group.dependencies(dependencies);
  }

  @Override
  public BsonDocument describe() {
    BsonArray names = new BsonArray();
    monotonicNames.forEach(name -> names.add(new BsonString(name)));
    return new BsonDocument(NAME, group.describe().getDocument("$group").append(FIELDS, names));
  }
}
