package dev.meerkat.query.update;

import dev.meerkat.query.sort.SortKey;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $push}'s {@code $sort}: whole elements, or documents by their fields. Threads: immutable.
 *
 * @param pattern the fields, or null where whole elements are sorted
 */
record ElementSort(@Nullable SortPattern pattern, boolean isDescending, ValueOrder order) {

  static ElementSort parse(BsonValue spec, ParseScope scope) {
    if (!spec.isDocument()) {
      return new ElementSort(null, direction(spec) < 0, scope.order());
    }
    BsonDocument fields = spec.asDocument();
    if (fields.isEmpty()) {
      throw invalid("The sort pattern is empty when it should have fields specified.");
    }
    fields.values().forEach(ElementSort::direction);
    try {
      return new ElementSort(SortPattern.parse(fields, scope), false, scope.order());
    } catch (ServerException e) {
      throw invalid(e.text());
    }
  }

  private static int direction(BsonValue spec) {
    if (!Numbers.isNumber(spec) || !Numbers.isIntegral(spec)) {
      throw invalid("The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1}");
    }
    long direction = Numbers.exactLong(spec);
    if (direction != 1 && direction != -1) {
      throw invalid("The $sort element value must be either 1 or -1");
    }
    return (int) direction;
  }

  private static ServerException invalid(String message) {
    return new ServerException(ErrorCode.BAD_VALUE, message);
  }

  void sort(List<BsonValue> elements, EvaluationScope scope) {
    if (pattern == null) {
      Comparator<BsonValue> whole = order::compare;
      elements.sort(isDescending ? whole.reversed() : whole);
      return;
    }
    record Keyed(SortKey key, BsonValue element) {}
    List<Keyed> keyed = new ArrayList<>(elements.size());
    for (BsonValue element : elements) {
      DocumentView document =
          element instanceof BsonDocument fields ? DocumentView.of(fields) : DocumentView.EMPTY;
      keyed.add(new Keyed(pattern.key(document, scope), element));
    }
    keyed.sort(Comparator.comparing(Keyed::key, pattern.keyComparator()));
    for (int i = 0; i < keyed.size(); i++) {
      elements.set(i, keyed.get(i).element());
    }
  }
}
