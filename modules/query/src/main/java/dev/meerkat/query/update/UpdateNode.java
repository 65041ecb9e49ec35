package dev.meerkat.query.update;

import dev.meerkat.query.update.FieldEdit.Absence;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The tree of paths that an update touches. Threads: immutable once parsed. */
sealed interface UpdateNode {
  /** Whether something below creates fields that are missing. */
  boolean creates(EditRun run);

  /** Whether something below insists that its path could be created. */
  boolean insists(EditRun run);

  /** An operator at the end of a path. */
  record Leaf(FieldEdit edit) implements UpdateNode {
    boolean isIdle(EditRun run) {
      return edit.isIdle(run);
    }

    @Override
    public boolean creates(EditRun run) {
      return edit.absence() == Absence.CREATE && !isIdle(run);
    }

    @Override
    public boolean insists(EditRun run) {
      return edit.absence() != Absence.IGNORE_ALWAYS && !isIdle(run);
    }
  }

  /**
   * Components that go on from here, in the order in which MongoDB creates fields: by number, then
   * by name.
   */
  final class Branch implements UpdateNode {
    static final String POSITION = "$";
    static final String ALL = "$[]";

    private final TreeMap<String, UpdateNode> children = new TreeMap<>(Branch::compareNames);
    private final TreeMap<String, byte[]> names = new TreeMap<>();

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

    Map<String, UpdateNode> children() {
      return children;
    }

    @Nullable UpdateNode child(String name) {
      return children.get(name);
    }

    void put(String name, UpdateNode child) {
      children.put(name, child);
      names.put(name, BsonBytes.nameBytes(name));
    }

    byte[] nameBytes(String name) {
      byte[] bytes = names.get(name);
      return bytes == null ? BsonBytes.nameBytes(name) : bytes;
    }

    /** The child of a document's element, or null. */
    Map.@Nullable Entry<String, UpdateNode> find(byte[] array, int elementOffset) {
      for (Map.Entry<String, UpdateNode> child : children.entrySet()) {
        if (BsonBytes.nameEquals(array, elementOffset, nameBytes(child.getKey()))) {
          return child;
        }
      }
      return null;
    }

    /** Whether some child says which elements of an array it means: {@code $[]}, {@code $[id]}. */
    boolean hasArrayChildren() {
      for (String name : children.keySet()) {
        if (name.startsWith("$[")) {
          return true;
        }
      }
      return false;
    }

    boolean isDynamic() {
      for (Map.Entry<String, UpdateNode> child : children.entrySet()) {
        if (child.getKey().equals(POSITION)
            || (child.getValue() instanceof Branch branch && branch.isDynamic())) {
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
      children.forEach(
          (name, child) -> {
            UpdateNode below = child instanceof Branch branch ? branch.resolve(position) : child;
            String index = name.equals(POSITION) ? Integer.toString(position) : name;
            UpdateNode other = resolved.child(index);
            resolved.put(index, other == null ? below : merge(index, other, below));
          });
      return resolved;
    }

    /** Both of two trees that turn out to mean the same element. */
    static UpdateNode merge(String path, UpdateNode a, UpdateNode b) {
      if (!(a instanceof Branch first) || !(b instanceof Branch second)) {
        throw new ServerException(
            ErrorCode.CONFLICTING_UPDATE_OPERATORS, "Update created a conflict at '" + path + "'");
      }
      Branch merged = new Branch();
      first.children.forEach(merged::put);
      second.children.forEach(
          (name, child) -> {
            UpdateNode other = merged.child(name);
            merged.put(name, other == null ? child : merge(path + "." + name, other, child));
          });
      return merged;
    }

    @Override
    public boolean creates(EditRun run) {
      for (UpdateNode child : children.values()) {
        if (child.creates(run)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean insists(EditRun run) {
      for (UpdateNode child : children.values()) {
        if (child.insists(run)) {
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
