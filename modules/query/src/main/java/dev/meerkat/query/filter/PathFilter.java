package dev.meerkat.query.filter;

import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.PathOrigin;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.QueryPaths;
import dev.meerkat.values.QueryPaths.LeafArrays;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the values at a path: it holds where one of them satisfies it. Threads: immutable.
 *
 * @param leafArrays what becomes of an array at the path's end
 */
record PathFilter(FieldPath path, LeafArrays leafArrays, ValueTest condition, Predicate predicate)
    implements ByteFilter {

  /** A condition on values, on the elements of arrays too. */
  static PathFilter onElements(String path, ValueTest condition, Predicate predicate) {
    return new PathFilter(FieldPath.of(path), LeafArrays.ELEMENTS_AND_ARRAY, condition, predicate);
  }

  /** A condition on the values themselves, be they arrays. */
  static PathFilter onArrays(String path, ValueTest condition, Predicate predicate) {
    return new PathFilter(FieldPath.of(path), LeafArrays.ARRAY, condition, predicate);
  }

  @Override
  public boolean matches(byte[] array, int documentOffset, EvaluationScope scope) {
    QueryPaths.Visitor visitor =
        condition instanceof PlainTest plain
            ? plain
            : (type, bytes, offset, _) -> condition.test(type, bytes, offset, scope);
    return QueryPaths.walk(path, leafArrays, array, documentOffset, visitor);
  }

  @Override
  public boolean matchesValue(byte type, byte[] array, int offset, EvaluationScope scope) {
    return condition.test(type, array, offset, scope);
  }

  @Override
  public int position(byte[] array, int documentOffset, EvaluationScope scope) {
    ElementIndex index = new ElementIndex();
    QueryPaths.walk(
        path,
        leafArrays,
        array,
        documentOffset,
        (type, bytes, offset, outer) -> {
          if (!condition.test(type, bytes, offset, scope, index)) {
            return false;
          }
          if (outer >= 0) {
            index.value = outer;
          }
          return true;
        });
    return index.value;
  }

  @Override
  public @Nullable Filter before(PathOrigin origin) {
    String old = origin.of(path.dotted());
    if (old == null) {
      return null;
    }
    if (old.equals(path.dotted())) {
      return this;
    }
    return new PathFilter(FieldPath.parse(old), leafArrays, condition, at(old, predicate));
  }

  /** The predicate of another path. */
  private static Predicate at(String path, Predicate predicate) {
    return switch (predicate) {
      case Predicate.Path of -> new Predicate.Path(path, of.operator(), of.operand(), of.order());
      case Predicate.ElementObject of -> new Predicate.ElementObject(path, of.branch());
      case Predicate.ElementValue of ->
          new Predicate.ElementValue(
              path, of.branches().stream().map(branch -> at(path, branch)).toList(), of.written());
      default ->
          new Predicate.Opaque(
              new BsonDocument(path, predicate.describe().get(predicate.describe().getFirstKey())));
    };
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    dependencies.field(path.dotted());
  }

  /** Where the index of a matching element is noted. Threads: confined to one operation. */
  static final class ElementIndex {
    int value = -1;
  }
}
