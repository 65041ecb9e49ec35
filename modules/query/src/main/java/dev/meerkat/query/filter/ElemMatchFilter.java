package dev.meerkat.query.filter;

import dev.meerkat.query.filter.PathFilter.ElementIndex;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Predicate;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * {@code $elemMatch}: one element of an array satisfies everything that stands inside. Threads:
 * immutable.
 *
 * @param isObject whether {@code branch} is a filter on elements that are documents, or one on the
 *     elements themselves
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/elemMatch/">
 *     $elemMatch</a>
 */
record ElemMatchFilter(ByteFilter branch, boolean isObject) implements ValueTest {

  static Filter parse(String path, BsonValue spec, ParseScope scope) {
    if (!spec.isDocument()) {
      throw new ServerException(ErrorCode.BAD_VALUE, "$elemMatch needs an Object");
    }
    BsonDocument inner = spec.asDocument();
    if (Filters.isValueCondition(inner)) {
      ByteFilter branch = ByteFilter.of(scope.filter(new BsonDocument("", inner)));
      return PathFilter.onArrays(
          path, new ElemMatchFilter(branch, false), valuePredicate(path, inner, branch));
    }
    NestedFilters.check(inner);
    ByteFilter branch = ByteFilter.of(scope.filter(inner));
    return PathFilter.onArrays(
        path,
        new ElemMatchFilter(branch, true),
        new Predicate.ElementObject(path, branch.predicate()));
  }

  private static Predicate valuePredicate(String path, BsonDocument inner, ByteFilter branch) {
    List<Predicate> branches = new ArrayList<>();
    Predicate predicate = branch.predicate();
    for (Predicate part :
        predicate instanceof Predicate.And and ? and.branches() : List.of(predicate)) {
      if (part instanceof Predicate.Path leaf) {
        branches.add(new Predicate.Path(path, leaf.operator(), leaf.operand(), leaf.order()));
      }
    }
    return branches.isEmpty()
        ? new Predicate.Opaque(new BsonDocument(path, new BsonDocument("$elemMatch", inner)))
        : new Predicate.ElementValue(path, branches, inner);
  }

  @Override
  public boolean test(byte type, byte[] array, int offset, EvaluationScope scope) {
    return type == BsonBytes.ARRAY && find(array, offset, scope) >= 0;
  }

  @Override
  public boolean test(
      byte type, byte[] array, int offset, EvaluationScope scope, ElementIndex index) {
    int found = type == BsonBytes.ARRAY ? find(array, offset, scope) : -1;
    index.value = Math.max(index.value, found);
    return found >= 0;
  }

  /** The index of the first element that matches, or -1. */
  private int find(byte[] array, int offset, EvaluationScope scope) {
    int element = BsonBytes.firstElement(offset);
    byte type;
    for (int index = 0; (type = array[element]) != BsonBytes.END; index++) {
      int value = BsonBytes.valueOffset(array, element);
      if (matchesElement(type, array, value, scope)) {
        return index;
      }
      element = value + BsonBytes.valueSize(array, type, value);
    }
    return -1;
  }

  private boolean matchesElement(byte type, byte[] array, int offset, EvaluationScope scope) {
    if (!isObject) {
      return branch.matchesValue(type, array, offset, scope);
    }
    return (type == BsonBytes.DOCUMENT || type == BsonBytes.ARRAY)
        && branch.matches(array, offset, scope);
  }
}
