package dev.meerkat.query.validation;

import dev.meerkat.query.filter.Truth;
import dev.meerkat.query.filter.TypeAliases;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.TypeNames;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.CanonicalType;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.QueryPaths;
import dev.meerkat.values.QueryPaths.LeafArrays;
import java.util.Collection;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** An operator on the values of a path. Threads: immutable. */
record LeafClause(
    FieldPath path, String operator, BsonDocument specifiedAs, LeafText text, Filter filter)
    implements Clause {
  /** So many values are named. */
  private static final int MAX_VALUES = 10;

  static LeafClause of(String path, String operator, BsonDocument specifiedAs, ParseScope scope) {
    LeafText text = LeafText.of(operator);
    boolean absent =
        operator.equals("$exists") && !Truth.of(specifiedAs.getDocument(path).get("$exists"));
    return new LeafClause(
        FieldPath.of(path),
        operator,
        specifiedAs,
        absent ? text.negated() : text,
        scope.filter(specifiedAs));
  }

  @Override
  public boolean matches(DocumentView document, EvaluationScope scope) {
    return filter.matches(document, scope);
  }

  @Override
  public BsonDocument explain(DocumentView document, EvaluationScope scope, boolean inverted) {
    BsonDocument details =
        new BsonDocument("operatorName", new BsonString(operator))
            .append("specifiedAs", specifiedAs);
    String reason = inverted == text.negates() ? text.reason() : text.invertedReason();
    if (operator.equals("$exists")) {
      return details.append("reason", new BsonString(reason));
    }
    BsonArray values = values(document);
    if (values.isEmpty() && !exists(document)) {
      return details.append("reason", new BsonString("field was missing"));
    }
    if (text.types() != -1 && !holdsExpectedType(values)) {
      details.append("reason", new BsonString("type did not match"));
      appendTypes(details, "considered", typeNames(values));
      appendTypes(details, "expected", typeNames(text.types()));
    } else {
      details.append("reason", new BsonString(reason));
    }
    appendValues(details, values);
    if (operator.equals("$type")) {
      appendTypes(details, "considered", typeNames(values));
    }
    return details;
  }

  /** One value more than are named, where there are as many. */
  private BsonArray values(DocumentView document) {
    BsonArray values = new BsonArray();
    QueryPaths.walk(
        path,
        text.arrays(),
        document.array(),
        document.offset(),
        (type, array, offset, _) -> {
          if (type == BsonBytes.END) {
            return true;
          }
          values.add(BsonBytes.decode(array, type, offset));
          return values.size() > MAX_VALUES;
        });
    return values;
  }

  private boolean exists(DocumentView document) {
    return QueryPaths.walk(
        path,
        LeafArrays.ARRAY,
        document.array(),
        document.offset(),
        (type, _, _, _) -> type != BsonBytes.END);
  }

  private static void appendValues(BsonDocument details, BsonArray values) {
    if (values.size() == 1) {
      details.append("consideredValue", values.get(0));
    } else if (values.size() <= MAX_VALUES) {
      details.append("consideredValues", values);
    } else {
      details
          .append("consideredValues", new BsonArray(values.subList(0, MAX_VALUES)))
          .append("consideredValuesTruncated", BsonBoolean.TRUE);
    }
  }

  private boolean holdsExpectedType(BsonArray values) {
    for (BsonValue value : values) {
      if (TypeAliases.contains(text.types(), CanonicalType.typeByte(value))) {
        return true;
      }
    }
    return false;
  }

  private static Collection<String> typeNames(BsonArray values) {
    Collection<String> names = new TreeSet<>();
    for (BsonValue value : values.subList(0, Math.min(MAX_VALUES, values.size()))) {
      names.add(TypeNames.of(CanonicalType.typeByte(value)));
    }
    return names;
  }

  private static Collection<String> typeNames(long types) {
    Collection<String> names = new TreeSet<>();
    for (byte type = BsonBytes.DOUBLE; type <= BsonBytes.DECIMAL128; type++) {
      if (TypeAliases.contains(types, type)) {
        names.add(TypeNames.of(type));
      }
    }
    return names;
  }

  /** {@code …Type} where there is one, else {@code …Types}; nothing where there is none. */
  private static void appendTypes(BsonDocument details, String which, Collection<String> names) {
    if (names.size() == 1) {
      details.append(which + "Type", new BsonString(names.iterator().next()));
    } else if (!names.isEmpty()) {
      BsonArray list = new BsonArray();
      names.forEach(name -> list.add(new BsonString(name)));
      details.append(which + "Types", list);
    }
  }
}
