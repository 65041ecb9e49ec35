package dev.meerkat.crash.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** All that is on a server, checked, and split by whose it is. Threads: confined. */
final class Inventory {
  private static final String PREFIX = "crash_";
  private static final Set<String> SHARED_INDEXES = Set.of("_id_", "u_1", "k_1_v_-1", "tags_1");

  private final List<String> shared;
  private final List<State> states = new ArrayList<>();
  private int collections;
  private int documents;

  private Inventory(List<String> shared, int workers) {
    this.shared = shared;
    for (int i = 0; i < workers; i++) {
      states.add(new State());
    }
  }

  static Inventory read(ServerConnection connection, List<String> shared, int workers)
      throws IOException {
    return read(connection, shared, workers, null);
  }

  /**
   * As {@link #read(ServerConnection, List, int)}.
   *
   * @param told what a change stream has told, which must come to the same, or null
   */
  static Inventory read(ServerConnection connection, List<String> shared, int workers, Told told)
      throws IOException {
    Inventory inventory = new Inventory(shared, workers);
    Set<String> namespaces = namespaces(connection);
    Violation.require(
        namespaces.containsAll(shared), () -> "of " + shared + " there is only " + namespaces);
    OplogCheck oplog = OplogCheck.read(connection);
    oplog.requireNamespaces(PREFIX, List.copyOf(namespaces));
    for (String namespace : namespaces) {
      CollectionCheck collection = new CollectionCheck(connection, namespace).run();
      oplog.requireSame(namespace, collection.documents());
      if (told != null) {
        told.requireSame(namespace, collection.documents());
      }
      inventory.add(namespace, collection);
    }
    return inventory;
  }

  private static Set<String> namespaces(ServerConnection connection) throws IOException {
    Set<String> namespaces = new TreeSet<>();
    BsonDocument databases =
        connection.require(Documents.of("listDatabases", 1, "nameOnly", true, "$db", "admin"));
    for (BsonValue one : databases.getArray("databases")) {
      String database = one.asDocument().getString("name").getValue();
      if (database.startsWith(PREFIX)) {
        for (BsonValue collection :
            connection.requireAll(database, Documents.of("listCollections", 1))) {
          namespaces.add(database + '.' + collection.asDocument().getString("name").getValue());
        }
      }
    }
    return namespaces;
  }

  /** What there is of a worker. */
  State of(int worker) {
    return states.get(worker);
  }

  int collections() {
    return collections;
  }

  int documents() {
    return documents;
  }

  private void add(String namespace, CollectionCheck collection) {
    collections++;
    if (shared.contains(namespace)) {
      addShared(namespace, collection.indexNames());
    } else {
      State owner = states.get(ownerOf(namespace));
      owner.addCollection(namespace);
      collection.indexNames().forEach(name -> owner.addIndex(namespace, name));
    }
    for (BsonDocument document : collection.documents()) {
      states.get(WorkerDocuments.ownerOf(document)).addDocument(namespace, document);
      documents++;
    }
  }

  private void addShared(String namespace, Set<String> names) {
    Set<String> left = new TreeSet<>(names);
    for (int i = 0; i < states.size(); i++) {
      String name = CatalogSteps.sharedIndexOf(i);
      if (left.remove(name)) {
        states.get(i).addIndex(namespace, name);
      }
    }
    Violation.require(left.equals(SHARED_INDEXES), () -> namespace + " has the indexes " + names);
  }

  private int ownerOf(String namespace) {
    String database = Documents.split(namespace).getKey();
    for (int i = 0; i < states.size(); i++) {
      if (database.equals(CatalogSteps.databaseOf(i))) {
        return i;
      }
    }
    throw new Violation("nobody has made " + namespace);
  }

  /** Makes the collections that all workers share. */
  static void create(ServerConnection connection, List<String> shared) throws IOException {
    for (String namespace : shared) {
      BsonDocument unique =
          Documents.of("key", Documents.of("u", 1), "name", "u_1", "unique", true);
      BsonDocument compound =
          Documents.of("key", Documents.of("k", 1, "v", -1), "name", "k_1_v_-1");
      BsonDocument multikey = Documents.of("key", Documents.of("tags", 1), "name", "tags_1");
      BsonDocument command =
          Documents.command(
              "createIndexes", namespace, "indexes", List.of(unique, compound, multikey));
      BsonDocument _ =
          connection.require(
              command.append("writeConcern", new BsonDocument("w", new BsonString("majority"))));
    }
  }
}
