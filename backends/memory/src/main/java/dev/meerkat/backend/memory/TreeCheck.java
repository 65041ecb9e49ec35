package dev.meerkat.backend.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Checks the order and the counters of trees. Threads: confined. */
final class TreeCheck {
  private final String ident;
  private final List<String> problems;
  private long count;
  private long dataSizeBytes;

  private TreeCheck(String ident, List<String> problems) {
    this.ident = ident;
    this.problems = problems;
  }

  static List<String> problems(Published published) {
    List<String> problems = new ArrayList<>();
    LeafWalk walk = new LeafWalk(published.catalog().root());
    while (!walk.node().leaf) {
      walk.descend(0);
    }
    walk.standBefore(0);
    while (walk.next()) {
      String ident = new String(SortedTree.keys(walk.node())[walk.at()], UTF_8);
      TreeCheck check = new TreeCheck(ident, problems);
      switch ((MemoryTable) walk.node().item(walk.at())) {
        case RecordTree records -> check.records(records);
        case SortedTree<?> entries -> check.entries(entries);
      }
    }
    return problems;
  }

  private void records(RecordTree tree) {
    long last = Long.MIN_VALUE;
    LeafWalk walk = atFirst(tree.root());
    while (walk.next()) {
      long key = RecordTree.keys(walk.node())[walk.at()];
      if (count > 0 && key <= last) {
        problems.add("record ids out of order in " + ident);
      }
      last = key;
      count++;
      dataSizeBytes += ((byte[]) walk.node().item(walk.at())).length;
    }
    if (count != tree.count() || dataSizeBytes != tree.dataSizeBytes()) {
      problems.add("counters differ from content in " + ident);
    }
  }

  private void entries(SortedTree<?> tree) {
    byte[] last = {};
    LeafWalk walk = atFirst(tree.root());
    while (walk.next()) {
      byte[] key = SortedTree.keys(walk.node())[walk.at()];
      if (count > 0 && Arrays.compareUnsigned(key, last) <= 0) {
        problems.add("keys out of order in " + ident);
      }
      last = key;
      count++;
    }
    if (count != tree.count()) {
      problems.add("counters differ from content in " + ident);
    }
  }

  private static LeafWalk atFirst(Node root) {
    LeafWalk walk = new LeafWalk(root);
    while (!walk.node().leaf) {
      walk.descend(0);
    }
    walk.standBefore(0);
    return walk;
  }
}
