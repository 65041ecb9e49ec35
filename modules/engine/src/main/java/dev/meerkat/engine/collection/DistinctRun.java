package dev.meerkat.engine.collection;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.cursor.ListCursor;
import dev.meerkat.engine.plan.Hint;
import dev.meerkat.engine.plan.PlanQuery;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.values.FieldPath;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** One distinct: the different values of a path. Threads: confined to one operation. */
final class DistinctRun {
  private final Execution execution;
  private final DistinctRequest request;
  private final FieldPath path;
  private final TreeSet<BsonValue> values;
  private final ValueOrder order;
  private final @Nullable CollectionEntry entry;
  private long bytes;

  DistinctRun(Execution execution, DistinctRequest request) {
    this.execution = execution;
    this.request = request;
    this.path = FieldPath.of(request.key());
    this.entry = execution.view().catalog().find(request.namespace());
    this.order = QueryScope.resolve(entry, request.collation()).order();
    this.values = new TreeSet<>(order::compare);
  }

  /** What is asked of the collection. */
  record Asked(QueryScope scope, PlanQuery query) {}

  Asked asked() {
    QueryScope scope =
        QueryScope.of(execution, request.namespace(), entry, request.collation(), null)
            .withoutClock();
    Filter filter = scope.filter(request.query());
    BsonValue hintSpec = request.hint();
    Hint hint = hintSpec == null ? Hint.none() : Hint.parse(hintSpec);
    return new Asked(
        scope, new PlanQuery(filter, null, 0, 0, hint, order, true).reading(Set.of(request.key())));
  }

  /** The documents of the collection that match. */
  Cursor documents() {
    PlanQuery query = asked().query();
    CollectionEntry found = entry;
    return found == null
        ? new ListCursor(Collections.emptyIterator())
        : PlanCursor.openDistinct(
            execution, execution.engine().collections().of(found), query, request.key());
  }

  BsonArray of(Cursor documents) {
    while (documents.advance()) {
      DocumentView document = documents.current();
      collect(document.array(), BsonBytes.DOCUMENT, document.offset(), 0);
    }
    return new BsonArray(values.stream().toList());
  }

  /** Collects the values below a value; {@code depth} components of the path are behind. */
  private void collect(byte[] array, byte type, int offset, int depth) {
    if (depth == path.size()) {
      collectValue(array, type, offset);
    } else if (type == BsonBytes.DOCUMENT) {
      step(array, BsonBytes.findElement(array, offset, path.bytes(depth)), depth);
    } else if (type == BsonBytes.ARRAY) {
      if (path.arrayIndex(depth) >= 0) {
        step(array, BsonBytes.findElement(array, offset, path.bytes(depth)), depth);
      }
      int element = BsonBytes.firstElement(offset);
      while (array[element] != BsonBytes.END) {
        int value = BsonBytes.valueOffset(array, element);
        if (array[element] == BsonBytes.DOCUMENT) {
          collect(array, BsonBytes.DOCUMENT, value, depth);
        }
        element = BsonBytes.nextElement(array, element);
      }
    }
  }

  private void step(byte[] array, int element, int depth) {
    if (element >= 0) {
      collect(array, array[element], BsonBytes.valueOffset(array, element), depth + 1);
    }
  }

  /** An array at the path's end gives its elements. */
  private void collectValue(byte[] array, byte type, int offset) {
    if (type != BsonBytes.ARRAY) {
      add(array, type, offset);
      return;
    }
    int element = BsonBytes.firstElement(offset);
    while (array[element] != BsonBytes.END) {
      add(array, array[element], BsonBytes.valueOffset(array, element));
      element = BsonBytes.nextElement(array, element);
    }
  }

  private void add(byte[] array, byte type, int offset) {
    if (values.add(BsonBytes.decode(array, type, offset))) {
      bytes += BsonBytes.valueSize(array, type, offset) + 8L;
      if (bytes > Limits.MAX_DOCUMENT_BYTES) {
        throw new ServerException(ErrorCode.location(17217), "distinct too big, 16mb cap");
      }
    }
  }
}
