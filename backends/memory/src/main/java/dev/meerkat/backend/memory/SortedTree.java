package dev.meerkat.backend.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values by byte strings in unsigned order: a copy-on-write B+tree. Threads: immutable once
 * published; changed by its owner's thread before.
 */
final class SortedTree<V> implements MemoryTable {
  private static final int ENTRY_OVERHEAD_BYTES = 48;

  private Node root;
  private long count;
  private long keyAndValueBytes;

  SortedTree(Object owner) {
    this(new Node(owner, true, new byte[Node.CAPACITY][]), 0, 0);
  }

  private SortedTree(Node root, long count, long keyAndValueBytes) {
    this.root = root;
    this.count = count;
    this.keyAndValueBytes = keyAndValueBytes;
  }

  @Override
  public SortedTree<V> fork() {
    return new SortedTree<>(root, count, keyAndValueBytes);
  }

  @Override
  public long sizeBytes() {
    return keyAndValueBytes + count * ENTRY_OVERHEAD_BYTES;
  }

  Node root() {
    return root;
  }

  long count() {
    return count;
  }

  @Nullable V find(byte[] key) {
    Node node = root;
    while (!node.leaf) {
      node = node.child(childAt(node, key));
    }
    int at = lowerBound(node, key);
    return isAt(node, at, key) ? value(node, at) : null;
  }

  /** Sets a key's value and answers the old one, or null. */
  @Nullable V put(Object owner, byte[] key, V value) {
    Node leaf = ownedLeafWithRoom(owner, key);
    int at = lowerBound(leaf, key);
    keyAndValueBytes += lengthOf(value);
    if (isAt(leaf, at, key)) {
      V old = value(leaf, at);
      leaf.items[at] = value;
      keyAndValueBytes -= lengthOf(old);
      return old;
    }
    leaf.open(at);
    keys(leaf)[at] = key;
    leaf.items[at] = value;
    count++;
    keyAndValueBytes += key.length;
    return null;
  }

  private Node ownedLeafWithRoom(Object owner, byte[] key) {
    root = root.ownedBy(owner);
    if (root.isFull()) {
      boolean appending = isBehind(root, key);
      root = Node.above(root);
      root.splitChild(0, appending);
    }
    Node node = root;
    while (!node.leaf) {
      int at = childAt(node, key);
      Node child = node.ownChild(at);
      if (child.isFull()) {
        node.splitChild(at, isBehind(child, key));
        child = node.child(childAt(node, key));
      }
      node = child;
    }
    return node;
  }

  /** Removes a key and answers its value, or null where it was absent. */
  @Nullable V remove(Object owner, byte[] key) {
    V old = find(key);
    if (old == null) {
      return null;
    }
    root = root.ownedBy(owner);
    remove(root, key);
    while (!root.leaf && root.size == 1) {
      root = root.child(0);
    }
    if (root.size == 0 && !root.leaf) {
      root = new Node(owner, true, new byte[Node.CAPACITY][]);
    }
    count--;
    keyAndValueBytes -= key.length + lengthOf(old);
    return old;
  }

  private static void remove(Node node, byte[] key) {
    if (node.leaf) {
      node.close(lowerBound(node, key));
      return;
    }
    int at = childAt(node, key);
    remove(node.ownChild(at), key);
    node.shrinkChild(at);
  }

  private static int lengthOf(Object value) {
    return value instanceof byte[] bytes ? bytes.length : 0;
  }

  private static boolean isBehind(Node node, byte[] key) {
    return Arrays.compareUnsigned(key, keys(node)[node.size - 1]) > 0;
  }

  private static boolean isAt(Node leaf, int at, byte[] key) {
    return at < leaf.size && Arrays.equals(keys(leaf)[at], key);
  }

  @SuppressWarnings("unchecked") // only put() fills the leaves
  private V value(Node leaf, int at) {
    return (V) leaf.item(at);
  }

  static byte[][] keys(Node node) {
    return (byte[][]) node.keys;
  }

  /** The child of an inner node in which {@code key} belongs. */
  static int childAt(Node node, byte[] key) {
    byte[][] keys = keys(node);
    int low = 1;
    int high = node.size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(keys[middle], key) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** The first slot of a leaf whose key is not less than {@code key}. */
  static int lowerBound(Node node, byte[] key) {
    byte[][] keys = keys(node);
    int low = 0;
    int high = node.size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(keys[middle], key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
