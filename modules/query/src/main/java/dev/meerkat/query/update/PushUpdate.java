package dev.meerkat.query.update;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $push}: values are put into an array, which may then be sorted and cut. The steps come in
 * this order, however they are written. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/update/push/">$push</a>
 */
record PushUpdate(
    String path, List<BsonValue> values, int position, int slice, @Nullable ElementSort sort)
    implements FieldEdit {
  /** A {@code position} at the end, and a {@code slice} of everything. */
  private static final int ALL = Integer.MAX_VALUE;

  static PushUpdate parse(String path, BsonValue spec, ParseScope scope) {
    if (!spec.isDocument() || !spec.asDocument().containsKey("$each")) {
      return new PushUpdate(path, List.of(spec), ALL, ALL, null);
    }
    List<BsonValue> values = List.of();
    int position = ALL;
    int slice = ALL;
    ElementSort sort = null;
    for (Map.Entry<String, BsonValue> clause : spec.asDocument().entrySet()) {
      BsonValue argument = clause.getValue();
      switch (clause.getKey()) {
        case "$each" -> values = each(argument);
        case "$position" -> position = integer("$position", argument);
        case "$slice" -> slice = integer("$slice", argument);
        case "$sort" -> sort = ElementSort.parse(argument, scope);
        default -> throw invalid("Unrecognized clause in $push: " + clause.getKey());
      }
    }
    return new PushUpdate(path, values, position, slice, sort);
  }

  /** Whether elements are only added at the end. */
  boolean isAppending() {
    return position == ALL && slice == ALL && sort == null;
  }

  private static List<BsonValue> each(BsonValue argument) {
    if (!argument.isArray()) {
      throw invalid("The argument to $each in $push must be an array but it was " + argument);
    }
    return List.copyOf(argument.asArray());
  }

  private static int integer(String clause, BsonValue argument) {
    if (!Numbers.isNumber(argument) || !Numbers.isIntegral(argument)) {
      throw invalid(
          "The value for " + clause + " must be an integer value but was given: " + argument);
    }
    return Numbers.truncatedInt(argument);
  }

  private static ServerException invalid(String message) {
    return new ServerException(ErrorCode.BAD_VALUE, message);
  }

  @Override
  public BsonValue apply(@Nullable BsonValue stored, EditRun run) {
    BsonArray array =
        stored == null
            ? new BsonArray()
            : Stored.requireArray("$push", ErrorCode.BAD_VALUE, path, stored, run);
    List<BsonValue> elements = new ArrayList<>(array);
    int size = elements.size();
    int index = position < 0 ? (int) Math.max(0, (long) size + position) : Math.min(position, size);
    elements.addAll(index, values);
    if (sort != null) {
      sort.sort(elements, run.scope());
    }
    return new BsonArray(sliced(elements));
  }

  private List<BsonValue> sliced(List<BsonValue> elements) {
    int size = elements.size();
    return slice < 0
        ? elements.subList((int) Math.max(0, (long) size + slice), size)
        : elements.subList(0, Math.min(slice, size));
  }
}
