package dev.meerkat.backend.sqlite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables by ident, as of one commit. A change copies one of many small maps, so that creating
 * stays cheap among many tables. Threads: immutable.
 */
final class Catalog {
  private static final int BUCKETS = 256;

  private final List<Map<String, SqliteTable>> buckets;

  private Catalog(List<Map<String, SqliteTable>> buckets) {
    this.buckets = buckets;
  }

  static Catalog of(Map<String, SqliteTable> tables) {
    List<Map<String, SqliteTable>> buckets = new ArrayList<>(BUCKETS);
    for (int i = 0; i < BUCKETS; i++) {
      buckets.add(new HashMap<>());
    }
    tables.forEach((ident, table) -> buckets.get(bucketOf(ident)).put(ident, table));
    return new Catalog(buckets);
  }

  @Nullable SqliteTable find(String ident) {
    return buckets.get(bucketOf(ident)).get(ident);
  }

  Catalog with(String ident, SqliteTable table) {
    Map<String, SqliteTable> changed = new HashMap<>(buckets.get(bucketOf(ident)));
    changed.put(ident, table);
    return withBucket(ident, changed);
  }

  Catalog without(String ident) {
    Map<String, SqliteTable> changed = new HashMap<>(buckets.get(bucketOf(ident)));
    changed.remove(ident);
    return withBucket(ident, changed);
  }

  private Catalog withBucket(String ident, Map<String, SqliteTable> changed) {
    List<Map<String, SqliteTable>> copy = new ArrayList<>(buckets);
    copy.set(bucketOf(ident), changed);
    return new Catalog(copy);
  }

  private static int bucketOf(String ident) {
    int hash = ident.hashCode();
    return (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (BUCKETS - 1);
  }

  List<String> idents() {
    List<String> idents = new ArrayList<>();
    buckets.forEach(bucket -> idents.addAll(bucket.keySet()));
    return idents;
  }
}
