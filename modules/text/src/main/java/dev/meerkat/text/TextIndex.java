package dev.meerkat.text;

import dev.meerkat.engine.index.BtreeIndexType;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.index.Bounds;
import dev.meerkat.spi.index.CompiledIndex;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.index.IndexView;
import dev.meerkat.spi.index.KeySink;
import dev.meerkat.spi.index.WordSearch;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.FieldPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.bson.BsonDouble;
import org.jspecify.annotations.Nullable;

/**
 * One text index ready for use. A document has a key for each of its words: the ordered components
 * before, the word, its score, and the components behind. Threads: immutable.
 */
final class TextIndex implements CompiledIndex {
  private final TextSpec spec;
  private final List<FieldPath> others = new ArrayList<>();

  /** Knows the bounds of the components that are no words. */
  private final CompiledIndex ordered;

  TextIndex(IndexDefinition definition) {
    this.spec = TextSpec.of(definition.spec());
    for (String field : definition.keyPattern().keySet()) {
      if (!field.equals(TextSpec.WORDS) && !field.equals(TextSpec.SCORE)) {
        others.add(FieldPath.of(field));
      }
    }
    this.ordered = new BtreeIndexType().compile(definition);
  }

  @Override
  public void keys(DocumentView document, KeySink sink) {
    Map<String, Double> scores = new TextScores(spec).of(document);
    if (scores.size() != 1) {
      sink.multikey(spec.component());
    }
    if (scores.isEmpty()) {
      return;
    }
    int[] elements = new int[others.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = find(document, others.get(i));
    }
    scores.forEach(
        (word, score) -> {
          append(document, elements, 0, spec.component(), sink);
          sink.appendPlain(word);
          sink.append(new BsonDouble(score));
          append(document, elements, spec.component(), elements.length, sink);
          sink.endKey();
        });
  }

  private static void append(
      DocumentView document, int[] elements, int from, int to, KeySink sink) {
    byte[] array = document.array();
    for (int i = from; i < to; i++) {
      if (elements[i] < 0) {
        sink.appendNull();
      } else {
        sink.append(array[elements[i]], array, BsonBytes.valueOffset(array, elements[i]));
      }
    }
  }

  /** Where the element at the end of a path stands, or -1. */
  private static int find(DocumentView document, FieldPath path) {
    byte[] array = document.array();
    int holder = document.offset();
    for (int i = 0; ; i++) {
      int element = BsonBytes.findElement(array, holder, path.bytes(i));
      if (element < 0) {
        return -1;
      }
      byte type = array[element];
      if (type == BsonBytes.ARRAY) {
        throw new ServerException(
            ErrorCode.location(16675), "cannot have a multi-key as a prefix to a text index");
      }
      if (i == path.size() - 1) {
        return element;
      }
      if (type != BsonBytes.DOCUMENT) {
        return -1;
      }
      holder = BsonBytes.valueOffset(array, element);
    }
  }

  @Override
  public @Nullable Bounds bounds(int component, Predicate predicate, boolean multikey) {
    boolean isOrdered = component < spec.component() || component > spec.component() + 1;
    return isOrdered ? ordered.bounds(component, predicate, false) : null;
  }

  /** It answers searches, and nothing else. */
  @Override
  public List<IndexView> views(
      Collection<String> paths, java.util.function.Predicate<String> arrays) {
    return List.of();
  }

  @Override
  public WordSearch search(Predicate.Text predicate) {
    return TextSearch.of(spec, predicate.spec());
  }

  @Override
  public boolean keepsValueOrder(int component) {
    return false;
  }
}
