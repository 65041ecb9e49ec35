package dev.meerkat.engine.index;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.index.Bounds;
import dev.meerkat.spi.index.CompiledIndex;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.index.IndexView;
import dev.meerkat.spi.index.KeySink;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.FieldPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonMinKey;
import org.jspecify.annotations.Nullable;

/**
 * One wildcard index ready for use. A document has a key for each value that the index holds: the
 * ordered components before the wildcard, the value's path, the value, and the components behind.
 * Threads: immutable.
 */
final class WildcardIndex implements CompiledIndex {
  private final IndexDefinition definition;
  private final WildcardPattern pattern;
  private final WildcardScope scope;
  private final FieldPath[] regular;

  WildcardIndex(IndexDefinition definition) {
    this.definition = definition;
    this.pattern = WildcardPattern.of(definition.keyPattern());
    this.scope =
        definition.spec().isDocument("wildcardProjection")
            ? WildcardScope.parse(definition.spec().getDocument("wildcardProjection"))
            : WildcardScope.of(pattern.root());
    this.regular = pattern.regular().stream().map(FieldPath::of).toArray(FieldPath[]::new);
  }

  @Override
  public BsonDocument keyLayout() {
    return pattern.layout();
  }

  @Override
  public void keys(DocumentView document, KeySink sink) {
    int[] elements = new int[regular.length];
    for (int i = 0; i < regular.length; i++) {
      elements[i] = PlainPaths.find(document, regular[i], WildcardIndex::refuseArray);
    }
    Keys keys = new Keys(document.array(), elements, sink);
    long found = new WildcardKeys(scope, keys).find(document);
    if (found == 0 && regular.length > 0) {
      keys.none();
    }
    if (found != 1) {
      sink.multikey(pattern.position());
    }
  }

  private static ServerException refuseArray(String path) {
    return new ServerException(
        ErrorCode.location(7246301),
        "The fields beside the wildcard of a compound wildcard index cannot be arrays, as is that"
            + " at path: "
            + path);
  }

  /** Writes each value found between the ordered components. */
  private final class Keys implements WildcardKeys.Sink {
    private final byte[] document;
    private final int[] elements;
    private final KeySink sink;

    Keys(byte[] document, int[] elements, KeySink sink) {
      this.document = document;
      this.elements = elements;
      this.sink = sink;
    }

    @Override
    public void value(String path, byte type, byte[] array, int offset) {
      appendRegular(0, pattern.position());
      sink.appendPlain(path);
      if (type == BsonBytes.UNDEFINED) {
        sink.appendUndefined();
      } else {
        sink.append(type, array, offset);
      }
      appendRegular(pattern.position(), elements.length);
      sink.endKey();
    }

    /** The key of a document without any such value, found by its ordered components alone. */
    void none() {
      appendRegular(0, pattern.position());
      sink.append(new BsonMinKey());
      sink.append(new BsonMinKey());
      appendRegular(pattern.position(), elements.length);
      sink.endKey();
    }

    private void appendRegular(int from, int to) {
      for (int i = from; i < to; i++) {
        if (elements[i] < 0) {
          sink.appendNull();
        } else {
          sink.append(
              document[elements[i]], document, BsonBytes.valueOffset(document, elements[i]));
        }
      }
    }

    @Override
    public void arrayAt(String path) {
      sink.arrayAt(path);
    }
  }

  /** There are no bounds but those of a view. */
  @Override
  public @Nullable Bounds bounds(int component, Predicate predicate, boolean multikey) {
    return null;
  }

  @Override
  public List<IndexView> views(
      Collection<String> paths, java.util.function.Predicate<String> arrays) {
    List<IndexView> views = new ArrayList<>();
    for (String path : paths) {
      if (path.equals(WildcardPattern.PATH)) {
        continue;
      }
      String stem = WildcardView.stem(path, arrays);
      boolean isMultikey = WildcardView.hasArray(path, arrays);
      if (stem.equals(path) && scope.holds(path)) {
        views.add(new WildcardView(definition, pattern, path, path, false, isMultikey));
      }
      if (!stem.isEmpty() && scope.holds(stem)) {
        views.add(new WildcardView(definition, pattern, path, stem, true, isMultikey));
      }
    }
    if (pattern.position() > 0) {
      views.add(new WildcardPrefixView(definition, pattern));
    }
    return views;
  }
}
