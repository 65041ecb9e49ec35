package dev.meerkat.engine.changestream;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells of the difference that an update's oplog entry holds by paths: what was set, removed and
 * cut. Threads: confined to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/change-events/update/">update
 *     event</a>
 */
final class UpdateDescription {
  private final DocumentBuilder updated = new DocumentBuilder(256);
  private final List<String> removed = new ArrayList<>();
  private final Map<String, Integer> truncated = new LinkedHashMap<>();
  private final @Nullable Map<String, List<Object>> ambiguous;

  /** The steps to the document at hand: names as texts, places in arrays as numbers. */
  private final Deque<Object> steps = new ArrayDeque<>();

  private final StringBuilder path = new StringBuilder();

  /**
   * @param disambiguates whether paths that can be read in two ways are explained
   */
  UpdateDescription(boolean disambiguates) {
    this.ambiguous = disambiguates ? new LinkedHashMap<>() : null;
  }

  /** Appends the field {@code updateDescription} for a difference. */
  void append(DocumentView diff, DocumentBuilder event) {
    document(diff.array(), diff.offset());
    event.beginDocument("updateDescription");
    event.appendDocument("updatedFields", updated.toView());
    event.beginArray("removedFields");
    for (String name : removed) {
      event.appendString(event.nextIndex(), name);
    }
    event.end().beginArray("truncatedArrays");
    for (Map.Entry<String, Integer> array : truncated.entrySet()) {
      event.beginDocument(event.nextIndex());
      event.appendString("field", array.getKey()).appendInt32("newSize", array.getValue()).end();
    }
    event.end();
    if (ambiguous != null) {
      appendAmbiguous(ambiguous, event);
    }
    event.end();
  }

  private static void appendAmbiguous(Map<String, List<Object>> ambiguous, DocumentBuilder event) {
    event.beginDocument("disambiguatedPaths");
    for (Map.Entry<String, List<Object>> one : ambiguous.entrySet()) {
      event.beginArray(one.getKey());
      for (Object step : one.getValue()) {
        if (step instanceof Integer index) {
          event.appendInt32(event.nextIndex(), index);
        } else {
          event.appendString(event.nextIndex(), (String) step);
        }
      }
      event.end();
    }
    event.end();
  }

  private void document(byte[] array, int diff) {
    for (int element = diff + 4; array[element] != BsonBytes.END; ) {
      String name = BsonBytes.name(array, element);
      int value = BsonBytes.valueOffset(array, element);
      switch (name) {
        case "a" -> {
          array(array, diff);
          return;
        }
        case "d" -> remove(array, value);
        case "u", "i" -> set(array, value);
        default -> {
          // s, then the field's name.
          int length = enter(name.substring(1));
          document(array, value);
          leave(length);
        }
      }
      element = BsonBytes.nextElement(array, element);
    }
  }

  /** A difference of arrays: the new length, and places that are set or differ inside. */
  private void array(byte[] array, int diff) {
    for (int element = diff + 4; array[element] != BsonBytes.END; ) {
      String name = BsonBytes.name(array, element);
      int value = BsonBytes.valueOffset(array, element);
      switch (name.charAt(0)) {
        case 'l' -> {
          truncated.put(path.toString(), (int) number(array, element, value));
          explain();
        }
        case 'u' -> {
          int length = enter(Integer.valueOf(name.substring(1)));
          put(array, element, value);
          leave(length);
        }
        case 's' -> {
          int length = enter(Integer.valueOf(name.substring(1)));
          document(array, value);
          leave(length);
        }
        default -> {
          // a: true, which says that it is an array.
        }
      }
      element = BsonBytes.nextElement(array, element);
    }
  }

  private static long number(byte[] array, int element, int value) {
    return array[element] == BsonBytes.INT64
        ? BsonBytes.int64(array, value)
        : BsonBytes.int32(array, value);
  }

  private void remove(byte[] array, int fields) {
    for (int element = fields + 4; array[element] != BsonBytes.END; ) {
      int length = enter(BsonBytes.name(array, element));
      removed.add(path.toString());
      explain();
      leave(length);
      element = BsonBytes.nextElement(array, element);
    }
  }

  private void set(byte[] array, int fields) {
    for (int element = fields + 4; array[element] != BsonBytes.END; ) {
      int length = enter(BsonBytes.name(array, element));
      put(array, element, BsonBytes.valueOffset(array, element));
      leave(length);
      element = BsonBytes.nextElement(array, element);
    }
  }

  private void put(byte[] array, int element, int value) {
    byte type = array[element];
    updated.appendRaw(
        BsonBytes.nameBytes(path.toString()),
        type,
        array,
        value,
        BsonBytes.valueSize(array, type, value));
    explain();
  }

  /** Goes one step down; answers what {@link #leave} needs. */
  private int enter(Object step) {
    int length = path.length();
    if (!steps.isEmpty()) {
      path.append('.');
    }
    path.append(step);
    steps.addLast(step);
    return length;
  }

  private void leave(int length) {
    path.setLength(length);
    steps.removeLast();
  }

  /** Tells the steps of the path at hand where its text could be read in another way. */
  private void explain() {
    if (ambiguous == null) {
      return;
    }
    for (Object step : steps) {
      if (step instanceof String name && (name.indexOf('.') >= 0 || isNumeric(name))) {
        ambiguous.put(path.toString(), List.copyOf(steps));
        return;
      }
    }
  }

  /** Whether a name reads like a place in an array. */
  private static boolean isNumeric(String name) {
    if (name.isEmpty() || (name.length() > 1 && name.charAt(0) == '0')) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
