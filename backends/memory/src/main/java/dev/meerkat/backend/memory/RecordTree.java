package dev.meerkat.backend.memory;

import org.jspecify.annotations.Nullable;

/**
 * Documents by record id: a copy-on-write B+tree with {@code long} keys. Threads: immutable once
 * published; changed by its owner's thread before.
 */
final class RecordTree implements MemoryTable {
  private static final int ENTRY_OVERHEAD_BYTES = 40;

  private Node root;
  private long count;
  private long dataSizeBytes;

  RecordTree(Object owner) {
    this(new Node(owner, true, new long[Node.CAPACITY]), 0, 0);
  }

  private RecordTree(Node root, long count, long dataSizeBytes) {
    this.root = root;
    this.count = count;
    this.dataSizeBytes = dataSizeBytes;
  }

  @Override
  public RecordTree fork() {
    return new RecordTree(root, count, dataSizeBytes);
  }

  @Override
  public long sizeBytes() {
    return dataSizeBytes + count * ENTRY_OVERHEAD_BYTES;
  }

  Node root() {
    return root;
  }

  long count() {
    return count;
  }

  long dataSizeBytes() {
    return dataSizeBytes;
  }

  byte @Nullable [] find(long key) {
    Node node = root;
    while (!node.leaf) {
      node = node.child(childAt(node, key));
    }
    int at = lowerBound(node, key);
    return at < node.size && keys(node)[at] == key ? (byte[]) node.item(at) : null;
  }

  long maxKey() {
    Node node = root;
    while (!node.leaf) {
      node = node.child(node.size - 1);
    }
    return node.size == 0 ? 0 : keys(node)[node.size - 1];
  }

  /** Sets a key's value and answers the old one, or null. */
  byte @Nullable [] put(Object owner, long key, byte[] value) {
    Node leaf = ownedLeafWithRoom(owner, key);
    int at = lowerBound(leaf, key);
    dataSizeBytes += value.length;
    if (at < leaf.size && keys(leaf)[at] == key) {
      byte[] old = (byte[]) leaf.item(at);
      leaf.items[at] = value;
      dataSizeBytes -= old.length;
      return old;
    }
    leaf.open(at);
    keys(leaf)[at] = key;
    leaf.items[at] = value;
    count++;
    return null;
  }

  private Node ownedLeafWithRoom(Object owner, long key) {
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
  byte @Nullable [] remove(Object owner, long key) {
    byte[] old = find(key);
    if (old == null) {
      return null;
    }
    root = root.ownedBy(owner);
    remove(root, key);
    while (!root.leaf && root.size == 1) {
      root = root.child(0);
    }
    if (root.size == 0 && !root.leaf) {
      root = new Node(owner, true, new long[Node.CAPACITY]);
    }
    count--;
    dataSizeBytes -= old.length;
    return old;
  }

  private static void remove(Node node, long key) {
    if (node.leaf) {
      node.close(lowerBound(node, key));
      return;
    }
    int at = childAt(node, key);
    remove(node.ownChild(at), key);
    node.shrinkChild(at);
  }

  private static boolean isBehind(Node node, long key) {
    return key > keys(node)[node.size - 1];
  }

  static long[] keys(Node node) {
    return (long[]) node.keys;
  }

  /** The child of an inner node in which {@code key} belongs. */
  static int childAt(Node node, long key) {
    long[] keys = keys(node);
    int low = 1;
    int high = node.size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keys[middle] <= key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** The first slot of a leaf whose key is not less than {@code key}. */
  static int lowerBound(Node node, long key) {
    long[] keys = keys(node);
    int low = 0;
    int high = node.size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keys[middle] < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
