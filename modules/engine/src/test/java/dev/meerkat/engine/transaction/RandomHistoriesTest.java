package dev.meerkat.engine.transaction;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.MortalStore;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.spi.ServerException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of several transactions and plain writers against a plain model of snapshot
 * isolation: each transaction has a copy of everything, and of two that write the same document
 * only one commits. Now and then the process dies among them.
 */
final class RandomHistoriesTest extends EngineFixture {
  private static final int HISTORIES = 20;
  private static final int STEPS = 120;
  private static final int CLIENTS = 4;
  private static final int KEYS = 12;

  private final TreeMap<Integer, Integer> committed = new TreeMap<>();
  private final List<Client> clients = new ArrayList<>();
  private @Nullable MortalStore store;
  private Random random = new Random(0);
  private long number = 1;

  @AfterEach
  void close() {
    closeEngine();
  }

  /** One session: its copy of everything while it is in a transaction, and what it has written. */
  private static final class Client {
    final UUID session;
    long number;
    TreeMap<Integer, Integer> copy = new TreeMap<>();
    final TreeMap<Integer, Boolean> written = new TreeMap<>();
    boolean open;

    /** Whether the last transaction has changed something and was committed. */
    boolean committed;

    Client(int id) {
      session = new UUID(77, id);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "xodus"})
  void everyHistoryIsOneOfSnapshotIsolation(String backend, @TempDir Path folder) {
    long first = Long.getLong("histories.seed", System.nanoTime());
    try (MortalStore mortal = new MortalStore(backend, folder, ticker)) {
      store = mortal;
      engine.close();
      engine = open(mortal.storage());
      createIndex("{key: {v: 1}, name: 'v_1'}");
      createIndex("{key: {v: -1, _id: 1}, name: 'v_-1__id_1', unique: true}");
      for (int history = 0; history < HISTORIES; history++) {
        long seed = first + history;
        try {
          run(seed);
        } catch (AssertionError | RuntimeException e) {
          // Each history begins with what the last one has left.
          throw new AssertionError("history " + seed + ", -Dhistories.seed=" + first, e);
        }
      }
      engine.close();
    }
  }

  private void run(long seed) {
    random = new Random(seed);
    clients.clear();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new Client(i));
    }
    for (int step = 0; step < STEPS; step++) {
      step(clients.get(random.nextInt(CLIENTS)));
    }
    clients.forEach(this::abort);
    assertEquals(
        documents(committed), find("{}").stream().sorted(RandomHistoriesTest::byId).toList());
    assertEquals(0, engine.history().bytes());
    checkConsistent();
  }

  private void step(Client client) {
    if (random.nextInt(40) == 0) {
      crash();
      return;
    }
    switch (random.nextInt(12)) {
      case 0, 1 -> begin(client);
      case 2 -> commit(client);
      case 3 -> abort(client);
      case 4, 5 -> read(client);
      case 6, 7 -> write(client, random.nextInt(KEYS));
      case 8, 9 -> writeMany(client);
      default -> writePlainly(random.nextInt(KEYS));
    }
  }

  private void begin(Client client) {
    abort(client);
    client.number = ++number;
    client.committed = false;
    client.copy = new TreeMap<>(committed);
    client.written.clear();
    client.open = true;
    statement(client, true, operation -> assertEquals(documents(client.copy), all(operation)));
  }

  private void statement(Client client, boolean starts, Consumer<Operation> work) {
    try (Operation operation = begin(client.session, client.number, starts, "test")) {
      try {
        work.accept(operation);
      } catch (RuntimeException e) {
        operation.failed();
        throw e;
      }
    }
  }

  private void commit(Client client) {
    if (!client.open) {
      return;
    }
    client.open = false;
    again(client);
    client.written.values().removeIf(own -> !own);
    client.committed = !client.written.isEmpty();
    client.written.keySet().forEach(key -> put(committed, key, client.copy.get(key)));
    client.written.keySet().forEach(key -> noteForOthers(client, key));
  }

  /** What others have copied before is older than this change. */
  private void noteForOthers(Client writer, int key) {
    for (Client other : clients) {
      if (other != writer && other.open) {
        other.written.putIfAbsent(key, false);
      }
    }
  }

  private void abort(Client client) {
    if (client.open) {
      client.open = false;
      try (Operation operation = begin(client.session, client.number, false, "abortTransaction")) {
        SessionTransactions.of(operation, "abortTransaction").abort(operation);
      }
    }
  }

  /**
   * The process dies: what was committed is there, what was open is gone, and who asks again is
   * told so.
   */
  private void crash() {
    MortalStore mortal = requireNonNull(store);
    engine = mortal.crash(engine, () -> open(mortal.storage()));
    assertEquals(
        documents(committed), find("{}").stream().sorted(RandomHistoriesTest::byId).toList());
    checkConsistent();
    for (Client client : clients) {
      if (client.open) {
        client.open = false;
        assertEquals(251, assertThrows(ServerException.class, () -> again(client)).code().number());
      } else if (client.committed && client.number > 0) {
        again(client);
      }
    }
  }

  /** Asks once more for the commit of the last transaction. */
  private void again(Client client) {
    try (Operation operation = begin(client.session, client.number, false, "commitTransaction")) {
      SessionTransactions.of(operation, "commitTransaction").commit(operation);
    }
  }

  private void read(Client client) {
    if (!client.open) {
      return;
    }
    int low = random.nextInt(20);
    statement(
        client,
        false,
        operation -> {
          assertEquals(documents(client.copy), all(operation));
          TreeMap<Integer, Integer> some = new TreeMap<>(client.copy);
          some.values().removeIf(v -> v < low);
          assertEquals(
              documents(some),
              find(operation, FindRequest.of(NS, doc("{v: {$gte: " + low + "}}"))).stream()
                  .sorted(RandomHistoriesTest::byId)
                  .toList());
        });
  }

  /** Whether somebody else has written a key since the client began, or is about to. */
  private boolean conflicts(Client client, int key) {
    if (client.written.getOrDefault(key, true).equals(false)) {
      return true;
    }
    for (Client other : clients) {
      if (other != client && other.open && other.written.getOrDefault(key, false)) {
        return true;
      }
    }
    return false;
  }

  private void write(Client client, int key) {
    if (!client.open) {
      return;
    }
    boolean present = client.copy.containsKey(key);
    boolean deletes = present && random.nextInt(3) == 0;
    int v = random.nextInt(20);
    boolean conflict = conflicts(client, key);
    try {
      statement(
          client,
          false,
          operation -> {
            if (deletes) {
              delete(operation, "{_id: " + key + "}", true);
            } else {
              update(operation, "{_id: " + key + "}", "{$set: {v: " + v + "}}", false, true);
            }
          });
    } catch (ServerException e) {
      assertEquals(112, e.code().number(), e.getMessage());
      assertEquals(true, conflict, "a conflict about " + key + " that is none");
      client.open = false;
      return;
    }
    if (changes(client, key, deletes, v)) {
      assertEquals(false, conflict, "a conflict about " + key);
      put(client.copy, key, deletes ? null : v);
      client.written.put(key, true);
    }
  }

  /** An update to the same values writes nothing. */
  private static boolean changes(Client client, int key, boolean deletes, int v) {
    return deletes || !Integer.valueOf(v).equals(client.copy.get(key));
  }

  /** Changes a whole range of values, in the order of an index. */
  private void writeMany(Client client) {
    if (!client.open) {
      return;
    }
    int from = random.nextInt(20);
    List<Integer> keys = new ArrayList<>();
    boolean conflict = false;
    for (Map.Entry<Integer, Integer> entry : client.copy.entrySet()) {
      if (entry.getValue() >= from) {
        keys.add(entry.getKey());
        conflict |= conflicts(client, entry.getKey());
      }
    }
    try {
      statement(
          client,
          false,
          operation ->
              update(operation, "{v: {$gte: " + from + "}}", "{$inc: {v: 1}}", true, false));
    } catch (ServerException e) {
      assertEquals(112, e.code().number(), e.getMessage());
      assertEquals(true, conflict, "a conflict that is none");
      client.open = false;
      return;
    }
    assertEquals(false, conflict, "a conflict about " + keys);
    for (int key : keys) {
      client.copy.merge(key, 1, Integer::sum);
      client.written.put(key, true);
    }
  }

  /** A write outside of transactions, of what no open one has written. */
  private void writePlainly(int key) {
    for (Client client : clients) {
      if (client.open && client.written.getOrDefault(key, false)) {
        return;
      }
    }
    if (random.nextInt(3) == 0) {
      delete("{_id: " + key + "}", true);
      if (committed.remove(key) == null) {
        return;
      }
    } else {
      int v = random.nextInt(20);
      update("{_id: " + key + "}", "{$set: {v: " + v + "}}", false, true);
      if (Integer.valueOf(v).equals(committed.put(key, v))) {
        return;
      }
    }
    for (Client client : clients) {
      if (client.open) {
        client.written.putIfAbsent(key, false);
      }
    }
  }

  private List<BsonDocument> all(Operation operation) {
    return find(operation, FindRequest.of(NS, doc("{}"))).stream()
        .sorted(RandomHistoriesTest::byId)
        .toList();
  }

  private static int byId(BsonDocument a, BsonDocument b) {
    return Integer.compare(a.getInt32("_id").getValue(), b.getInt32("_id").getValue());
  }

  private static void put(Map<Integer, Integer> map, int key, @Nullable Integer value) {
    if (value == null) {
      map.remove(key);
    } else {
      map.put(key, value);
    }
  }

  private static List<BsonDocument> documents(Map<Integer, Integer> model) {
    List<BsonDocument> documents = new ArrayList<>();
    model.forEach((key, v) -> documents.add(doc("{_id: " + key + ", v: " + v + "}")));
    return documents;
  }
}
