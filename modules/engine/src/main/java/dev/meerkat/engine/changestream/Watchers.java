package dev.meerkat.engine.changestream;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The streams that wait, so that those of a collection are found without asking all. Threads:
 * guarded by who owns it.
 */
final class Watchers {
  private static final byte[] OP = BsonBytes.nameBytes("op");
  private static final byte[] NS = BsonBytes.nameBytes("ns");

  private final Map<String, Set<Watcher>> ofCollections = new HashMap<>();
  private final Set<Watcher> others = new LinkedHashSet<>();
  private int size;

  int size() {
    return size;
  }

  void add(Watcher watcher) {
    if (setOf(watcher).add(watcher)) {
      size++;
    }
  }

  void remove(Watcher watcher) {
    Set<Watcher> set = setOf(watcher);
    if (set.remove(watcher)) {
      size--;
    }
    if (watcher.scope().isCollection() && set.isEmpty()) {
      ofCollections.remove(key(watcher.scope()));
    }
  }

  List<Watcher> all() {
    List<Watcher> all = new ArrayList<>(others);
    ofCollections.values().forEach(all::addAll);
    return all;
  }

  /** Those that an entry of the oplog may concern are marked; answers whether there are any. */
  boolean mark(DocumentView entry, long time) {
    boolean any = mark(others, entry, time);
    byte[] array = entry.array();
    int op = BsonBytes.valueOffset(array, entry.find(OP)) + 4;
    switch (array[op]) {
      case 'i', 'u', 'd' -> {
        String namespace = BsonBytes.string(array, BsonBytes.valueOffset(array, entry.find(NS)));
        Set<Watcher> set = ofCollections.get(namespace);
        any |= set != null && mark(set, entry, time);
      }
      case 'c' -> {
        for (Set<Watcher> set : ofCollections.values()) {
          any |= mark(set, entry, time);
        }
      }
      default -> {
        // It changes nothing.
      }
    }
    return any;
  }

  private static boolean mark(Set<Watcher> set, DocumentView entry, long time) {
    boolean any = false;
    for (Watcher watcher : set) {
      any |= watcher.mark(entry, time);
    }
    return any;
  }

  private Set<Watcher> setOf(Watcher watcher) {
    StreamScope scope = watcher.scope();
    return scope.isCollection()
        ? ofCollections.computeIfAbsent(key(scope), _ -> new LinkedHashSet<>())
        : others;
  }

  private static String key(StreamScope scope) {
    return scope.database() + "." + scope.collection();
  }
}
