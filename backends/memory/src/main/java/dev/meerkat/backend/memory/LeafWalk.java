package dev.meerkat.backend.memory;

import java.util.Arrays;

/** A position between the entries of a tree, and the way there. Threads: confined to one cursor. */
final class LeafWalk {
  private static final int USUAL_DEPTH = 6;

  private Node[] path = new Node[USUAL_DEPTH];
  private int[] slots = new int[USUAL_DEPTH];
  private int depth;
  private Node leaf;
  private int at;

  LeafWalk(Node root) {
    this.leaf = root;
  }

  /** Starts over at a root; the caller then goes down with {@link #descend}. */
  void begin(Node root) {
    depth = 0;
    leaf = root;
  }

  /** The node reached; a leaf once the caller has come down. */
  Node node() {
    return leaf;
  }

  /** The slot of the current entry. */
  int at() {
    return at;
  }

  void descend(int slot) {
    if (depth == path.length) {
      path = Arrays.copyOf(path, depth * 2);
      slots = Arrays.copyOf(slots, depth * 2);
    }
    path[depth] = leaf;
    slots[depth] = slot;
    depth++;
    leaf = leaf.child(slot);
  }

  /** Stands before {@code slot}, so that {@link #next()} answers it. */
  void standBefore(int slot) {
    at = slot - 1;
  }

  /** Stands behind {@code slot - 1}, so that {@link #previous()} answers that. */
  void standBehind(int slot) {
    at = slot;
  }

  boolean next() {
    if (++at < leaf.size) {
      return true;
    }
    for (int level = depth - 1; level >= 0; level--) {
      if (slots[level] + 1 < path[level].size) {
        int slot = slots[level] + 1;
        up(level);
        descend(slot);
        while (!leaf.leaf) {
          descend(0);
        }
        at = 0;
        return true;
      }
    }
    at = leaf.size;
    return false;
  }

  boolean previous() {
    if (--at >= 0) {
      return true;
    }
    for (int level = depth - 1; level >= 0; level--) {
      if (slots[level] > 0) {
        int slot = slots[level] - 1;
        up(level);
        descend(slot);
        while (!leaf.leaf) {
          descend(leaf.size - 1);
        }
        at = leaf.size - 1;
        return true;
      }
    }
    at = -1;
    return false;
  }

  private void up(int level) {
    depth = level;
    leaf = path[level];
  }
}
