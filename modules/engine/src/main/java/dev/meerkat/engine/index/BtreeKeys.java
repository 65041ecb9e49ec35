package dev.meerkat.engine.index;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.index.KeySink;
import dev.meerkat.values.FieldPath;

/**
 * Finds the keys of one document under an ordered index.
 *
 * <p>Each path is followed until its end or until an array. Where paths meet an array it must be
 * the same one for all of them (two arrays side by side would need the product of both), and each
 * of its elements makes keys of its own. An empty array at a path's end stands as undefined, a
 * missing field as null. Threads: confined to one operation.
 */
final class BtreeKeys {
  private static final byte MISSING = BsonBytes.END;

  private final FieldPath[] paths;
  private final boolean sparse;
  private final KeySink sink;
  private byte[] array = new byte[0];

  BtreeKeys(FieldPath[] paths, boolean sparse, KeySink sink) {
    this.paths = paths;
    this.sparse = sparse;
    this.sink = sink;
  }

  void generate(DocumentView document) {
    array = document.array();
    if (paths.length == 1 && generateSimple(paths[0], document.offset())) {
      return;
    }
    State start = new State(paths.length);
    for (int i = 0; i < paths.length; i++) {
      start.types[i] = BsonBytes.DOCUMENT;
      start.offsets[i] = document.offset();
    }
    expand(start);
  }

  /** The one key of one path that meets no array, without any object; false where it meets one. */
  private boolean generateSimple(FieldPath path, int documentOffset) {
    int offset = documentOffset;
    byte type = BsonBytes.DOCUMENT;
    for (int depth = 0; depth < path.size(); depth++) {
      int element =
          type == BsonBytes.DOCUMENT ? BsonBytes.findElement(array, offset, path.bytes(depth)) : -1;
      if (element < 0) {
        if (!sparse) {
          sink.appendNull();
          sink.endKey();
        }
        return true;
      }
      type = array[element];
      if (type == BsonBytes.ARRAY) {
        return false;
      }
      offset = BsonBytes.valueOffset(array, element);
    }
    if (type == BsonBytes.UNDEFINED) {
      sink.appendUndefined();
    } else {
      sink.append(type, array, offset);
    }
    sink.endKey();
    return true;
  }

  /**
   * Where each path stands: {@code depths[i]} components of it have been followed, to the value of
   * type {@code types[i]} at {@code offsets[i]}.
   */
  private static final class State {
    final byte[] types;
    final int[] offsets;
    final int[] depths;

    State(int size) {
      types = new byte[size];
      offsets = new int[size];
      depths = new int[size];
    }

    State copy() {
      State copy = new State(types.length);
      System.arraycopy(types, 0, copy.types, 0, types.length);
      System.arraycopy(offsets, 0, copy.offsets, 0, types.length);
      System.arraycopy(depths, 0, copy.depths, 0, types.length);
      return copy;
    }
  }

  private void expand(State state) {
    int arrayOffset = -1;
    for (int i = 0; i < paths.length; i++) {
      follow(state, i);
      if (isOpenArray(state, i)) {
        if (arrayOffset >= 0 && arrayOffset != state.offsets[i]) {
          throw parallelArrays(state, i);
        }
        arrayOffset = state.offsets[i];
      }
    }
    if (arrayOffset < 0) {
      emit(state);
    } else {
      expandArray(state, arrayOffset);
    }
  }

  /** Follows a path down to its end, a missing field, or an array that must be expanded. */
  private void follow(State state, int i) {
    FieldPath path = paths[i];
    while (state.depths[i] < path.size()) {
      int depth = state.depths[i];
      int element;
      if (state.types[i] == BsonBytes.DOCUMENT) {
        element = BsonBytes.findElement(array, state.offsets[i], path.bytes(depth));
      } else if (state.types[i] == BsonBytes.ARRAY && path.arrayIndex(depth) >= 0) {
        element = BsonBytes.findElement(array, state.offsets[i], path.bytes(depth));
        if (element < 0) {
          // No such position: the number may still be a field name of the array's documents.
          return;
        }
      } else if (state.types[i] == BsonBytes.ARRAY) {
        return;
      } else {
        element = -1;
      }
      if (element < 0) {
        state.types[i] = MISSING;
        state.depths[i] = path.size();
        return;
      }
      state.types[i] = array[element];
      state.offsets[i] = BsonBytes.valueOffset(array, element);
      state.depths[i] = depth + 1;
    }
  }

  /** Whether path {@code i} stands at an array that has still to be taken apart. */
  private boolean isOpenArray(State state, int i) {
    return state.types[i] == BsonBytes.ARRAY && state.depths[i] <= paths[i].size();
  }

  private void expandArray(State state, int arrayOffset) {
    boolean[] atArray = new boolean[paths.length];
    for (int i = 0; i < paths.length; i++) {
      if (isOpenArray(state, i) && state.offsets[i] == arrayOffset) {
        atArray[i] = true;
        sink.multikey(i);
      }
    }
    int element = BsonBytes.firstElement(arrayOffset);
    if (array[element] == BsonBytes.END) {
      State next = state.copy();
      for (int i = 0; i < paths.length; i++) {
        if (atArray[i]) {
          boolean ends = state.depths[i] == paths[i].size();
          close(next, i, ends ? BsonBytes.UNDEFINED : MISSING, 0);
        }
      }
      expand(next);
      return;
    }
    while (array[element] != BsonBytes.END) {
      byte type = array[element];
      int value = BsonBytes.valueOffset(array, element);
      expand(withElement(state, atArray, type, value));
      element = value + BsonBytes.valueSize(array, type, value);
    }
  }

  private State withElement(State state, boolean[] atArray, byte type, int value) {
    State next = state.copy();
    for (int i = 0; i < paths.length; i++) {
      if (!atArray[i]) {
        continue;
      }
      if (state.depths[i] == paths[i].size()) {
        close(next, i, type, value);
      } else if (type == BsonBytes.DOCUMENT) {
        next.types[i] = type;
        next.offsets[i] = value;
      } else {
        // Only documents have fields; an array directly inside an array is not looked into.
        close(next, i, MISSING, 0);
      }
    }
    return next;
  }

  /** Ends path {@code i} at a value that is a key component as it stands, be it an array. */
  private void close(State state, int i, byte type, int offset) {
    state.types[i] = type;
    state.offsets[i] = offset;
    state.depths[i] = paths[i].size() + 1;
  }

  private void emit(State state) {
    if (sparse) {
      boolean present = false;
      for (byte type : state.types) {
        present |= type != MISSING;
      }
      if (!present) {
        return;
      }
    }
    for (int i = 0; i < paths.length; i++) {
      switch (state.types[i]) {
        case MISSING -> sink.appendNull();
        case BsonBytes.UNDEFINED -> sink.appendUndefined();
        default -> sink.append(state.types[i], array, state.offsets[i]);
      }
    }
    sink.endKey();
  }

  private ServerException parallelArrays(State state, int second) {
    int first = 0;
    while (!isOpenArray(state, first)) {
      first++;
    }
    return new ServerException(
        new ErrorCode(171, "CannotIndexParallelArrays"),
        "cannot index parallel arrays ["
            + paths[second].component(Math.max(0, state.depths[second] - 1))
            + "] ["
            + paths[first].component(Math.max(0, state.depths[first] - 1))
            + "]");
  }
}
