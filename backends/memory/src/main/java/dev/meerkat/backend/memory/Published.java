package dev.meerkat.backend.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * All tables as the last commit left them. Threads: immutable.
 *
 * @param catalog the tables by ident
 * @param sizeBytes an estimate of what they hold
 */
record Published(SortedTree<MemoryTable> catalog, long sizeBytes) {
  List<String> idents() {
    return idents(catalog);
  }

  static List<String> idents(SortedTree<MemoryTable> catalog) {
    List<String> idents = new ArrayList<>();
    LeafWalk walk = new LeafWalk(catalog.root());
    while (!walk.node().leaf) {
      walk.descend(0);
    }
    walk.standBefore(0);
    while (walk.next()) {
      idents.add(new String(SortedTree.keys(walk.node())[walk.at()], UTF_8));
    }
    return idents;
  }
}
