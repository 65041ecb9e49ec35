package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.index.IndexView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.values.FieldPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the keys of an index tell of the documents: the values of those paths that no document has
 * an array at. A null key tells nothing: it stands for missing fields, too. Threads: immutable.
 *
 * @param paths of each component, null where its keys are not the values
 */
public record KeyFields(CollectionIndex index, List<@Nullable FieldPath> paths) {

  static KeyFields of(CollectionIndex index, IndexView view) {
    List<@Nullable FieldPath> paths = new ArrayList<>();
    int component = 0;
    for (String path : view.keyPattern().keySet()) {
      paths.add(isTold(index, view, component) ? plain(path) : null);
      component++;
    }
    return new KeyFields(index, paths);
  }

  private static boolean isTold(CollectionIndex index, IndexView view, int component) {
    return index.collation().isSimple()
        && view.fixed(component) == null
        && view.keepsValueOrder(component)
        && !view.isMultikey(component);
  }

  /** Null where the path may name a position in an array. */
  private static @Nullable FieldPath plain(String dotted) {
    FieldPath path = FieldPath.of(dotted);
    for (int i = 0; i < path.size(); i++) {
      if (path.arrayIndex(i) >= 0) {
        return null;
      }
    }
    return path;
  }

  /** Whether the value of a path, or of one above it, is told. */
  boolean tells(String dotted) {
    FieldPath asked = FieldPath.of(dotted);
    for (FieldPath path : paths) {
      if (path != null && (path.equals(asked) || path.isPrefixOf(asked))) {
        return true;
      }
    }
    return false;
  }

  boolean tellsAll(Collection<String> dotted) {
    for (String path : dotted) {
      if (!tells(path)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a filter asks of nothing but what is told, and of something. */
  boolean tellsAllOf(Filter filter) {
    Told told = new Told();
    filter.dependencies(told);
    return told.isAll && told.isAny;
  }

  private final class Told implements Dependencies {
    private boolean isAll = true;
    private boolean isAny;

    @Override
    public void field(String path) {
      isAny = true;
      isAll &= tells(path);
    }

    @Override
    public void wholeDocument() {
      isAll = false;
    }

    @Override
    public void variable(int slot) {}
  }
}
