package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexTypeName;
import dev.meerkat.spi.BsonBytes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The indexes by which a planner finds what has one plain value at one path, wherever the indexes
 * of a collection leave it no choice: the only one that begins with the path, or a unique one of
 * that path alone. Filters of indexes and settings of queries are not looked at. Threads:
 * immutable.
 */
public final class EqualityIndexes {
  private final byte[][] paths;
  private final Choice[] choices;

  private EqualityIndexes(List<byte[]> paths, List<Choice> choices) {
    this.paths = paths.toArray(byte[][]::new);
    this.choices = choices.toArray(Choice[]::new);
  }

  /**
   * An index, and whether it was worth asking lately: where its values have too many documents to
   * be answered without a plan, that is found out ever less often. Threads: safe; a count that is
   * lost between two threads does no harm.
   */
  public static final class Choice {
    private static final int MOST_PASSED = 63;

    private final CollectionIndex index;
    private volatile int toPass;
    private volatile int passed;

    private Choice(CollectionIndex index) {
      this.index = index;
    }

    public CollectionIndex index() {
      return index;
    }

    /** Whether to try it this time. */
    public boolean isLikely() {
      int left = toPass;
      if (left == 0) {
        return true;
      }
      toPass = left - 1;
      return false;
    }

    /** Says what came of a trial. */
    public void note(boolean isWorthwhile) {
      if (!isWorthwhile) {
        int next = Math.min(MOST_PASSED, 2 * passed + 1);
        passed = next;
        toPass = next;
      } else if (passed != 0) {
        passed = 0;
      }
    }
  }

  /** Those among the indexes that queries may read. */
  public static EqualityIndexes of(List<CollectionIndex> readable) {
    Set<String> firsts = new LinkedHashSet<>();
    for (CollectionIndex index : readable) {
      firsts.add(index.definition().keyPattern().getFirstKey());
    }
    firsts.remove("_id");
    List<byte[]> paths = new ArrayList<>();
    List<Choice> chosen = new ArrayList<>();
    for (String path : firsts) {
      CollectionIndex index = choice(path, readable);
      if (index != null) {
        paths.add(BsonBytes.nameBytes(path));
        chosen.add(new Choice(index));
      }
    }
    return new EqualityIndexes(paths, chosen);
  }

  private static @Nullable CollectionIndex choice(String path, List<CollectionIndex> readable) {
    CollectionIndex unique = null;
    CollectionIndex only = null;
    int useful = 0;
    for (CollectionIndex index : readable) {
      if (index.definition().isHidden() || !index.compiled().mayKnow(Set.of(path))) {
        continue;
      }
      if (!isPlain(index)) {
        return null;
      }
      if (index.definition().keyPattern().getFirstKey().equals(path)) {
        only = index;
        useful++;
        if (unique == null && index.hasUniqueValues()) {
          unique = index;
        }
      }
    }
    return unique != null || useful != 1 ? unique : only;
  }

  /** Whether the keys of an index are values as they stand, of all documents that have any. */
  private static boolean isPlain(CollectionIndex index) {
    return IndexTypeName.of(index.definition().keyPattern()).equals("btree")
        && !index.definition().isPartial()
        && index.collation().isSimple();
  }

  /** The index for the path that an element's name is, or null. */
  public @Nullable Choice find(byte[] array, int element) {
    for (int i = 0; i < paths.length; i++) {
      if (BsonBytes.nameEquals(array, element, paths[i])) {
        return choices[i];
      }
    }
    return null;
  }
}
