package dev.meerkat.engine.changestream;

import dev.meerkat.engine.collection.AggregateRequest;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import java.util.Arrays;

/**
 * The collections whose changes a stream tells of. Threads: immutable.
 *
 * @param database the database, or empty for the whole cluster
 * @param collection the collection, or empty for all
 * @param expanded whether changes of indexes and options are told, too
 * @param system whether system collections belong to it
 */
record StreamScope(String database, String collection, boolean expanded, boolean system) {
  private static final String SYSTEM = "system.";
  private static final byte[] OP = BsonBytes.nameBytes("op");
  private static final byte[] NS = BsonBytes.nameBytes("ns");
  private static final byte[] O = BsonBytes.nameBytes("o");
  private static final byte[] RENAME = BsonBytes.nameBytes("renameCollection");
  private static final byte[] APPLY_OPS = BsonBytes.nameBytes("applyOps");

  static StreamScope of(AggregateRequest request, ChangeStreamSpec spec) {
    Namespace namespace = request.namespace();
    return new StreamScope(
        spec.allChangesForCluster() ? "" : namespace.database(),
        request.isCollectionless() ? "" : namespace.collection(),
        spec.showExpandedEvents(),
        spec.showSystemEvents());
  }

  boolean isCollection() {
    return !collection.isEmpty();
  }

  boolean isCluster() {
    return database.isEmpty();
  }

  /** Whether changes of a database's collections may belong to the stream. */
  boolean hasDatabase(String name) {
    return isCluster()
        ? !name.equals("admin") && !name.equals("config") && !name.equals("local")
        : name.equals(database);
  }

  boolean has(String ofDatabase, String name) {
    if (!hasDatabase(ofDatabase)) {
      return false;
    }
    return isCollection() ? name.equals(collection) : system || !name.startsWith(SYSTEM);
  }

  boolean has(Namespace namespace) {
    return has(namespace.database(), namespace.collection());
  }

  /** What entries of the stream's collections have as their {@code ns}, or begin it with. */
  byte[] prefix() {
    return BsonBytes.nameBytes(isCluster() ? "" : database + "." + collection);
  }

  /**
   * Whether an entry of the oplog may tell of something that belongs to the stream: a quick look at
   * its namespaces, which says no to most that do not.
   *
   * @param prefix as {@link #prefix} answers it
   */
  boolean mayHold(DocumentView entry, byte[] prefix) {
    byte[] array = entry.array();
    int op = entry.find(OP);
    return switch (op < 0 ? 'n' : array[BsonBytes.valueOffset(array, op) + 4]) {
      case 'i', 'u', 'd' -> isNamed(array, entry.find(NS), prefix);
      case 'c' -> mayHoldCommand(entry, prefix);
      default -> false;
    };
  }

  private boolean mayHoldCommand(DocumentView entry, byte[] prefix) {
    byte[] array = entry.array();
    int o = BsonBytes.valueOffset(array, entry.find(O));
    int applied = BsonBytes.findElement(array, o, APPLY_OPS);
    if (applied < 0) {
      return mayHold(array, entry.find(NS), o + 4);
    }
    for (int element = BsonBytes.valueOffset(array, applied) + 4;
        array[element] != BsonBytes.END;
        element = BsonBytes.nextElement(array, element)) {
      int change = BsonBytes.valueOffset(array, element);
      if (mayHold(DocumentView.borrowed(array, change), prefix)) {
        return true;
      }
    }
    return false;
  }

  /** Of a command about a collection or a database; renaming is about two collections. */
  private boolean mayHold(byte[] array, int namespace, int command) {
    if (BsonBytes.nameEquals(array, command, RENAME)) {
      return true;
    }
    String database =
        Namespace.parse(BsonBytes.string(array, BsonBytes.valueOffset(array, namespace)))
            .database();
    return hasDatabase(database)
        && (!isCollection()
            || (array[command] == BsonBytes.STRING
                && collection.equals(
                    BsonBytes.string(array, BsonBytes.valueOffset(array, command)))));
  }

  private boolean isNamed(byte[] array, int element, byte[] prefix) {
    int length = prefix.length;
    int value = BsonBytes.valueOffset(array, element);
    int size = BsonBytes.int32(array, value) - 1;
    if (isCollection() ? size != length : size < length) {
      return false;
    }
    return Arrays.equals(array, value + 4, value + 4 + length, prefix, 0, length);
  }
}
