package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Arrays;
import org.bson.BsonDocument;

/**
 * Finds the keys of documents under several paths, as ordered indexes and sorts know them.
 *
 * <p>Each path is followed until its end or until an array. Where paths meet an array it must be
 * the same one for all of them (two arrays side by side would need the product of both), and each
 * of its elements makes keys of its own. An empty array at a path's end stands as undefined, a
 * missing field as null.
 *
 * <p>A numeric component that is a position of the array takes that element alone, an array too as
 * it stands; then no document in the array may have a field of that name. Where there is no such
 * position the number is a field's name. Threads: confined to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/indexes/index-types/index-multikey/">
 *     Multikey indexes</a>
 */
public final class PathKeys {
  private static final int MAX_ARRAY_TEXT = 1024;

  private final FieldPath[] paths;
  private final Sink sink;
  private byte[] array = {};

  /** Used for one document after the other; nobody keeps what is in it. */
  private final State plain;

  /** Takes keys. */
  public interface Sink {
    /**
     * Takes one key: for each path the type of a value and where it begins. The type is {@link
     * BsonBytes#END} where the path ends in nothing. Both arrays are the caller's again afterwards.
     */
    void key(byte[] types, byte[] array, int[] offsets);

    /**
     * Says that a path has looked into an array, and not only at a position that it names.
     *
     * @param components how many of the path's lead to the array
     */
    default void multikey(int path, int components) {}

    /** The refusal of a document in which two paths lead to different arrays, given their names. */
    default ServerException parallelArrays(String second, String first) {
      return new ServerException(
          new ErrorCode(171, "CannotIndexParallelArrays"),
          "cannot index parallel arrays [" + second + "] [" + first + "]");
    }
  }

  /**
   * @param paths one or more
   */
  public PathKeys(FieldPath[] paths, Sink sink) {
    this.paths = paths;
    this.sink = sink;
    this.plain = new State(paths.length);
  }

  /**
   * Gives the sink every key of a document, one or more; it may be told a key more than once.
   *
   * @throws ServerException two paths lead to different arrays, or a number is both a position and
   *     a field's name (16746)
   */
  public void find(DocumentView document) {
    array = document.array();
    if (!findPlain(plain, document.offset())) {
      expand(new State(paths.length), document.offset());
    }
  }

  /**
   * Where each path stands: {@code depths[i]} components of it have been followed, to the value of
   * type {@code types[i]} at {@code offsets[i]}; {@code CLOSED} components where that is the key's.
   */
  private static final class State {
    static final int CLOSED = -1;
    static final int NONE = -1;

    final byte[] types;
    final int[] offsets;
    final int[] depths;

    /** The positions that paths name in the array last met: elements of it, or {@code NONE}. */
    final int[] positions;

    State(int size) {
      types = new byte[size];
      offsets = new int[size];
      depths = new int[size];
      positions = new int[size];
      Arrays.fill(positions, NONE);
    }

    State copy() {
      State copy = new State(types.length);
      System.arraycopy(types, 0, copy.types, 0, types.length);
      System.arraycopy(offsets, 0, copy.offsets, 0, types.length);
      System.arraycopy(depths, 0, copy.depths, 0, types.length);
      return copy;
    }

    void close(int path, byte type, int offset) {
      types[path] = type;
      offsets[path] = offset;
      depths[path] = CLOSED;
    }
  }

  /** The one key of a document whose arrays no path meets; false where one does. */
  private boolean findPlain(State state, int document) {
    for (int i = 0; i < paths.length; i++) {
      follow(state, i, document, 0);
      if (state.types[i] == BsonBytes.ARRAY) {
        return false;
      }
    }
    sink.key(state.types, array, state.offsets);
    return true;
  }

  /**
   * Follows path {@code i} from component {@code depth} on, to its end or to an array or to
   * nothing.
   *
   * @param holder where the document, or the array, begins that holds the component
   */
  private void follow(State state, int i, int holder, int depth) {
    FieldPath path = paths[i];
    int at = holder;
    for (int next = depth; ; next++) {
      int element = BsonBytes.findElement(array, at, path.bytes(next));
      if (element < 0) {
        state.close(i, BsonBytes.END, 0);
        return;
      }
      byte type = array[element];
      int value = BsonBytes.valueOffset(array, element);
      if (type == BsonBytes.ARRAY) {
        state.types[i] = type;
        state.offsets[i] = value;
        state.depths[i] = next + 1;
        return;
      }
      if (next == path.size() - 1) {
        state.close(i, type, value);
        return;
      }
      if (type != BsonBytes.DOCUMENT) {
        state.close(i, BsonBytes.END, 0);
        return;
      }
      at = value;
    }
  }

  /**
   * Follows the open paths on in a document, and takes apart the array that they meet.
   *
   * @param document where it begins; {@code NONE} where there is none to look into
   */
  private void expand(State state, int document) {
    int found = State.NONE;
    boolean takesApart = true;
    boolean[] atArray = new boolean[paths.length];
    int first = 0;
    for (int i = 0; i < paths.length; i++) {
      if (state.depths[i] == State.CLOSED) {
        continue;
      }
      boolean isNested = isNested(state, i);
      step(state, i, document);
      if (state.depths[i] == State.CLOSED) {
        continue;
      }
      takesApart &= !isNested;
      if (found != State.NONE && found != state.offsets[i]) {
        throw parallelArrays(state, i, first);
      }
      first = found == State.NONE ? i : first;
      found = state.offsets[i];
      atArray[i] = true;
    }
    if (found == State.NONE) {
      sink.key(state.types, array, state.offsets);
    } else {
      expandArray(state, atArray, found, takesApart);
    }
  }

  /** Whether the position that path {@code i} names holds an array within the array. */
  private boolean isNested(State state, int i) {
    return state.positions[i] != State.NONE && array[state.positions[i]] == BsonBytes.ARRAY;
  }

  private void step(State state, int i, int document) {
    int depth = state.depths[i];
    int position = state.positions[i];
    boolean hasField =
        document != State.NONE
            && BsonBytes.findElement(array, document, paths[i].bytes(depth)) >= 0;
    if (hasField && position != State.NONE) {
      throw ambiguous(state, i);
    }
    if (hasField) {
      follow(state, i, document, depth);
    } else if (position != State.NONE) {
      follow(state, i, state.offsets[i], depth);
    } else {
      state.close(i, BsonBytes.END, 0);
    }
  }

  private void expandArray(State state, boolean[] atArray, int offset, boolean takesApart) {
    int element = BsonBytes.firstElement(offset);
    boolean isEmpty = array[element] == BsonBytes.END;
    int[] positions = new int[paths.length];
    for (int i = 0; i < paths.length; i++) {
      positions[i] = atArray[i] ? position(state, i, offset) : State.NONE;
      boolean ends = atArray[i] && state.depths[i] == paths[i].size();
      if (atArray[i] && positions[i] == State.NONE && (takesApart || !ends && !isEmpty)) {
        sink.multikey(i, state.depths[i]);
      }
    }
    if (isEmpty) {
      State next = state.copy();
      for (int i = 0; i < paths.length; i++) {
        if (atArray[i]) {
          boolean ends = state.depths[i] == paths[i].size();
          next.close(i, ends ? BsonBytes.UNDEFINED : BsonBytes.END, 0);
        }
      }
      sink.key(next.types, array, next.offsets);
      return;
    }
    while (array[element] != BsonBytes.END) {
      byte type = array[element];
      int value = BsonBytes.valueOffset(array, element);
      State next = state.copy();
      for (int i = 0; i < paths.length; i++) {
        next.positions[i] = positions[i];
        if (atArray[i] && state.depths[i] == paths[i].size()) {
          next.close(i, takesApart ? type : BsonBytes.ARRAY, takesApart ? value : offset);
        }
      }
      expand(next, type == BsonBytes.DOCUMENT ? value : State.NONE);
      element = value + BsonBytes.valueSize(array, type, value);
    }
  }

  /** The element of an array that the next component of path {@code i} names, or {@code NONE}. */
  private int position(State state, int i, int offset) {
    int depth = state.depths[i];
    if (depth == paths[i].size() || paths[i].arrayIndex(depth) < 0) {
      return State.NONE;
    }
    int element = BsonBytes.findElement(array, offset, paths[i].bytes(depth));
    return element < 0 ? State.NONE : element;
  }

  private ServerException ambiguous(State state, int i) {
    BsonDocument elements =
        BsonBytes.decode(array, BsonBytes.DOCUMENT, state.offsets[i]).asDocument();
    String text = elements.toJson();
    return new ServerException(
        ErrorCode.location(16746),
        "Ambiguous field name found in array (do not use numeric field names in embedded elements"
            + " in an array), field: '"
            + paths[i].component(state.depths[i])
            + "' for array: "
            + text.substring(0, Math.min(text.length(), MAX_ARRAY_TEXT)));
  }

  private ServerException parallelArrays(State state, int second, int first) {
    return sink.parallelArrays(
        paths[second].component(state.depths[second] - 1),
        paths[first].component(state.depths[first] - 1));
  }
}
