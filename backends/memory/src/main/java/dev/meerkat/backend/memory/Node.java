package dev.meerkat.backend.memory;

import org.jspecify.annotations.Nullable;

/**
 * A node of a copy-on-write B+tree. A leaf holds keys and their values; an inner node holds
 * children, and for each child but the first the least key that it may contain.
 *
 * <p>A node may be changed only by the transaction that owns it; everybody else copies it first. So
 * a node reached from a published root never changes. Keys are a {@code long[]} or a {@code
 * byte[][]}: the trees search in them, while moving them about is the same for both. Threads:
 * immutable once its owner has committed.
 */
final class Node {
  static final int CAPACITY = 32;

  /** Neighbours are merged when one has become smaller than this and both fit in one node. */
  private static final int SMALL = CAPACITY / 4;

  private static final int MERGED = CAPACITY * 3 / 4;

  final Object owner;
  final boolean leaf;
  final Object keys;
  final @Nullable Object[] items;
  int size;

  Node(Object owner, boolean leaf, Object keys) {
    this.owner = owner;
    this.leaf = leaf;
    this.keys = keys;
    this.items = new @Nullable Object[CAPACITY];
  }

  private static Object keysLike(Object keys) {
    return keys instanceof long[] ? new long[CAPACITY] : new byte[CAPACITY][];
  }

  /** This node where it belongs to {@code transaction}, else a copy that does. */
  Node ownedBy(Object transaction) {
    if (owner == transaction) {
      return this;
    }
    Node copy = new Node(transaction, leaf, keysLike(keys));
    System.arraycopy(keys, 0, copy.keys, 0, size);
    System.arraycopy(items, 0, copy.items, 0, size);
    copy.size = size;
    return copy;
  }

  /** A root above {@code child}, which is about to be split. */
  static Node above(Node child) {
    Node root = new Node(child.owner, false, keysLike(child.keys));
    root.items[0] = child;
    root.size = 1;
    return root;
  }

  boolean isFull() {
    return size == CAPACITY;
  }

  Node child(int at) {
    return (Node) item(at);
  }

  Object item(int at) {
    Object item = items[at];
    if (item == null) {
      throw new IllegalStateException("a slot beyond the node's size");
    }
    return item;
  }

  /** The child at {@code at}, owned by this node's owner from now on. */
  Node ownChild(int at) {
    Node child = child(at).ownedBy(owner);
    items[at] = child;
    return child;
  }

  /** Makes room at {@code at}; the caller sets the key and the item. */
  void open(int at) {
    System.arraycopy(keys, at, keys, at + 1, size - at);
    System.arraycopy(items, at, items, at + 1, size - at);
    size++;
  }

  /** Removes the slot at {@code at}. */
  void close(int at) {
    size--;
    System.arraycopy(keys, at + 1, keys, at, size - at);
    System.arraycopy(items, at + 1, items, at, size - at);
    items[size] = null;
    if (keys instanceof byte[][] arrays) {
      clear(arrays, size, size + 1);
    }
  }

  /**
   * Splits the full child at {@code at} in two.
   *
   * @param appending whether the next key goes behind all of the child's: then the left one stays
   *     full, so that keys inserted in order fill their nodes
   */
  void splitChild(int at, boolean appending) {
    Node left = child(at);
    int from = appending ? left.size - 1 : left.size / 2;
    Node right = new Node(owner, left.leaf, keysLike(left.keys));
    right.append(left, from);
    left.truncate(from);
    open(at + 1);
    System.arraycopy(right.keys, 0, keys, at + 1, 1);
    items[at + 1] = right;
  }

  /** Tidies up after a removal below the child at {@code at}. */
  void shrinkChild(int at) {
    Node child = child(at);
    if (child.size == 0) {
      close(at);
    } else if (child.size < SMALL && size > 1) {
      mergeChildren(at == 0 ? 0 : at - 1);
    }
  }

  private void mergeChildren(int leftAt) {
    if (child(leftAt).size + child(leftAt + 1).size > MERGED) {
      return;
    }
    Node left = ownChild(leftAt);
    Node right = child(leftAt + 1);
    int seam = left.size;
    left.append(right, 0);
    if (!left.leaf) {
      // The least key of an inner node's first child is known to its parent only.
      System.arraycopy(keys, leftAt + 1, left.keys, seam, 1);
    }
    close(leftAt + 1);
  }

  private void append(Node other, int from) {
    int count = other.size - from;
    System.arraycopy(other.keys, from, keys, size, count);
    System.arraycopy(other.items, from, items, size, count);
    size += count;
  }

  private void truncate(int newSize) {
    for (int i = newSize; i < size; i++) {
      items[i] = null;
    }
    if (keys instanceof byte[][] arrays) {
      clear(arrays, newSize, size);
    }
    size = newSize;
  }

  @SuppressWarnings("NullAway") // slots beyond the size are never read
  private static void clear(byte[][] keys, int from, int to) {
    for (int i = from; i < to; i++) {
      keys[i] = null;
    }
  }
}
