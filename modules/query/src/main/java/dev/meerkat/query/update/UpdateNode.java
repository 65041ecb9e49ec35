package dev.meerkat.query.update;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Arrays;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The tree of paths that an update touches: branches, and at the end of each path what an operator
 * does there. Threads: immutable once parsed.
 */
sealed interface UpdateNode permits UpdateNode.Branch, FieldEdit {
  /** Whether something below creates fields that are missing. */
  boolean creates(EditRun run);

  /** Whether something below insists that its path could be created. */
  boolean insists(EditRun run);

  /**
   * Components that go on from here, in the order in which MongoDB creates fields: by number, then
   * by name.
   */
  final class Branch implements UpdateNode {
    static final String POSITION = "$";
    static final String ALL = "$[]";

    private String[] names = new String[1];
    private byte[][] bytes = new byte[1][];
    private UpdateNode[] nodes = new UpdateNode[1];
    private int size;

    private static int compareNames(String a, String b) {
      boolean numbers = isIndex(a) && isIndex(b);
      return numbers && a.length() != b.length() ? a.length() - b.length() : a.compareTo(b);
    }

    static boolean isIndex(String name) {
      if (name.isEmpty() || name.length() > 9 || (name.length() > 1 && name.charAt(0) == '0')) {
        return false;
      }
      for (int i = 0; i < name.length(); i++) {
        if (name.charAt(i) < '0' || name.charAt(i) > '9') {
          return false;
        }
      }
      return true;
    }

    /** The number of components. */
    int size() {
      return size;
    }

    String name(int i) {
      return names[i];
    }

    /** A component as UTF-8. */
    byte[] nameBytes(int i) {
      return bytes[i];
    }

    /** What is below a component. */
    UpdateNode node(int i) {
      return nodes[i];
    }

    @Nullable UpdateNode child(String name) {
      int place = place(name);
      return place < 0 ? null : nodes[place];
    }

    void put(String name, UpdateNode child) {
      put(name, BsonBytes.nameBytes(name), child);
    }

    void put(String name, byte[] nameBytes, UpdateNode child) {
      int place = place(name);
      if (place >= 0) {
        nodes[place] = child;
        return;
      }
      int at = -1 - place;
      if (size == names.length) {
        names = Arrays.copyOf(names, size * 2);
        bytes = Arrays.copyOf(bytes, size * 2);
        nodes = Arrays.copyOf(nodes, size * 2);
      }
      System.arraycopy(names, at, names, at + 1, size - at);
      System.arraycopy(bytes, at, bytes, at + 1, size - at);
      System.arraycopy(nodes, at, nodes, at + 1, size - at);
      names[at] = name;
      bytes[at] = nameBytes;
      nodes[at] = child;
      size++;
    }

    /** Where a component stands, or -1 less where it would. */
    private int place(String name) {
      int low = 0;
      int high = size - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int comparison = compareNames(names[middle], name);
        if (comparison == 0) {
          return middle;
        }
        if (comparison < 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return -1 - low;
    }

    /** The component that a document's element has for a name, or -1. */
    int find(byte[] array, int elementOffset) {
      for (int i = 0; i < size; i++) {
        if (BsonBytes.nameEquals(array, elementOffset, bytes[i])) {
          return i;
        }
      }
      return -1;
    }

    /** Whether some child says which elements of an array it means: {@code $[]}, {@code $[id]}. */
    boolean hasArrayChildren() {
      for (int i = 0; i < size; i++) {
        if (names[i].startsWith("$[")) {
          return true;
        }
      }
      return false;
    }

    boolean isDynamic() {
      for (int i = 0; i < size; i++) {
        if (names[i].equals(POSITION)
            || (nodes[i] instanceof Branch branch && branch.isDynamic())) {
          return true;
        }
      }
      return false;
    }

    /** This tree with every {@code $} replaced by the index that it means. */
    Branch resolve(int position) {
      if (!isDynamic()) {
        return this;
      }
      if (position < 0) {
        throw new ServerException(
            ErrorCode.BAD_VALUE,
            "The positional operator did not find the match needed from the query.");
      }
      Branch resolved = new Branch();
      for (int i = 0; i < size; i++) {
        UpdateNode below = nodes[i] instanceof Branch branch ? branch.resolve(position) : nodes[i];
        String index = names[i].equals(POSITION) ? Integer.toString(position) : names[i];
        UpdateNode other = resolved.child(index);
        resolved.put(index, other == null ? below : merge(index, other, below));
      }
      return resolved;
    }

    /** Both of two trees that turn out to mean the same element. */
    static UpdateNode merge(String path, UpdateNode a, UpdateNode b) {
      if (!(a instanceof Branch first) || !(b instanceof Branch second)) {
        throw new ServerException(
            ErrorCode.CONFLICTING_UPDATE_OPERATORS, "Update created a conflict at '" + path + "'");
      }
      Branch merged = new Branch();
      for (int i = 0; i < first.size; i++) {
        merged.put(first.names[i], first.bytes[i], first.nodes[i]);
      }
      for (int i = 0; i < second.size; i++) {
        String name = second.names[i];
        UpdateNode child = second.nodes[i];
        UpdateNode other = merged.child(name);
        merged.put(name, other == null ? child : merge(path + "." + name, other, child));
      }
      return merged;
    }

    @Override
    public boolean creates(EditRun run) {
      for (int i = 0; i < size; i++) {
        if (nodes[i].creates(run)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean insists(EditRun run) {
      for (int i = 0; i < size; i++) {
        if (nodes[i].insists(run)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Decodes the value of an element. */
  static BsonValue decode(byte[] array, int elementOffset) {
    return BsonBytes.decode(
        array, array[elementOffset], BsonBytes.valueOffset(array, elementOffset));
  }
}
