package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.CollectionHandle;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.PathKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The foreign documents of a {@code $lookup} by their values at {@code foreignField}, in memory or
 * spilled. They are read where no index knows the path, and from the second local document on: for
 * one alone a scan is as good. Threads: confined to one operation.
 */
final class LookupHash {
  private final LookupStage stage;
  private final StageContext context;
  private final boolean isPossible;
  private boolean isAsked;
  private @Nullable Table table;

  LookupHash(LookupStage stage, StageContext context) {
    this.stage = stage;
    this.context = context;
    this.isPossible = isPossible(stage, context);
  }

  /** Whether a hash table is what a lookup is done by. */
  static boolean isPossible(LookupStage stage, StageContext context) {
    if (stage.local() == null
        || !stage.pipeline().stages().isEmpty()
        || !context.allowDiskUse()
        || isPositional(stage.foreign())) {
      return false;
    }
    CollectionHandle handle = context.operation().catalog().find(stage.from().namespace());
    return handle != null && !handle.isView() && !handle.isIndexed(stage.foreign());
  }

  /** Whether a component is a number, which may be a place in an array. */
  private static boolean isPositional(String path) {
    FieldPath components = FieldPath.parse(path);
    for (int i = 0; i < components.size(); i++) {
      if (components.arrayIndex(i) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** The foreign documents of a local one; null where they must be looked for. */
  @Nullable Cursor find(DocumentView document, FieldPath local) {
    if (!isPossible) {
      return null;
    }
    if (!isAsked) {
      isAsked = true;
      return null;
    }
    List<BsonValue> values = new ArrayList<>();
    BsonValue value = LocalValues.of(local, document);
    if (value instanceof BsonArray array && !array.isEmpty()) {
      values.addAll(array);
    } else if (value != null) {
      values.add(value);
    }
    if (values.isEmpty() || !values.stream().allMatch(LookupHash::isKey)) {
      return null;
    }
    Table read = table;
    if (read == null) {
      read = new Table();
      table = read;
      read.fill();
    }
    return read.find(values);
  }

  /** Whether equality means that a document has just this value at the path. */
  private static boolean isKey(BsonValue value) {
    return switch (value.getBsonType()) {
      case NULL, UNDEFINED, ARRAY, REGULAR_EXPRESSION, MIN_KEY, MAX_KEY -> false;
      default -> value.getBsonType() != BsonType.END_OF_DOCUMENT;
    };
  }

  void close() {
    if (table != null) {
      table.close();
    }
  }

  /** Documents by their values: those of one value are a chain. */
  private final class Table implements PathKeys.Sink {
    private static final int NONE = -1;

    private final StageMemory memory = StageMemory.ofOwn(stage.name(), context);
    private final DocumentList documents = new DocumentList(memory);
    private final DocumentSet values = new DocumentSet(stage.order(), memory);

    /** For each value the first and last link of its chain. */
    private int[] first = new int[64];

    private int[] last = new int[64];

    /** For each link its document, and the next link. */
    private int[] linked = new int[64];

    private int[] next = new int[64];
    private int links;

    void fill() {
      FieldPath[] paths = {FieldPath.parse(stage.foreign())};
      try (Cursor cursor = stage.from().find(stage.condition(), context)) {
        while (cursor.advance()) {
          documents.add(cursor.current());
          new PathKeys(paths, this).find(cursor.current());
          context.operation().checkInterrupted();
        }
      }
    }

    @Override
    public void key(byte[] types, byte[] array, int[] offsets) {
      if (types[0] == BsonBytes.END || types[0] == BsonBytes.NULL) {
        return;
      }
      int before = values.size();
      int value = values.enter(types[0], array, offsets[0]);
      int document = documents.size() - 1;
      if (value == before) {
        first = withRoom(first, value);
        last = withRoom(last, value);
        first[value] = links;
      } else if (linked[last[value]] == document) {
        return;
      } else {
        next[last[value]] = links;
      }
      last[value] = links;
      linked = withRoom(linked, links);
      next = withRoom(next, links);
      linked[links] = document;
      next[links] = NONE;
      links++;
    }

    private int[] withRoom(int[] array, int index) {
      if (index < array.length) {
        return array;
      }
      memory.add(4L * array.length);
      return Arrays.copyOf(array, array.length * 2);
    }

    Cursor find(List<BsonValue> wanted) {
      TreeSet<Integer> numbers = new TreeSet<>();
      for (BsonValue value : wanted) {
        int index = values.indexOf(value);
        for (int link = index < 0 ? NONE : first[index]; link != NONE; link = next[link]) {
          numbers.add(linked[link]);
        }
      }
      return documents.cursor(numbers.stream().mapToInt(Integer::intValue).toArray());
    }

    void close() {
      documents.close();
      values.close();
    }
  }
}
