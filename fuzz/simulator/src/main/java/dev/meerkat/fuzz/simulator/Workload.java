package dev.meerkat.fuzz.simulator;

import static java.util.Objects.requireNonNull;

import dev.meerkat.fuzz.parsers.PlainOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What the clients do, step after step. Threads: confined to one thread. */
final class Workload {
  private static final int CLIENTS = 6;
  private static final List<String> NAMES = List.of("one", "one", "one", "two", "three", "ring");
  private static final long SESSION_PATIENCE_MILLIS = 25 * 60_000;

  private final Session session;
  private final Samples samples;
  private final List<Client> clients = new ArrayList<>();

  Workload(Session session, Samples samples) {
    this.session = session;
    this.samples = samples;
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(session.newClient());
    }
  }

  void step() {
    int number = samples.below(CLIENTS);
    Client client = clients.get(number);
    if (session.nowMillis() - client.lastUseMillis > SESSION_PATIENCE_MILLIS) {
      session.renew(client);
    }
    client.lastUseMillis = session.nowMillis();
    String name = samples.pick(NAMES);
    int what = samples.below(100);
    if (what < 90 && samples.oneIn(8)) {
      session.arm(1 + samples.below(samples.oneIn(3) ? 60 : 12), trouble());
    }
    if (what < 18) {
      write(client, insert(name));
    } else if (what < 32) {
      write(client, update(name));
    } else if (what < 39) {
      write(client, delete(name));
    } else if (what < 45) {
      findAndModify(client, name);
    } else if (what < 50) {
      again(client);
    } else if (what < 60) {
      find(name);
    } else if (what < 66) {
      open(client, number, name);
    } else if (what < 76) {
      more();
    } else if (what < 81) {
      count(name);
    } else if (what < 84) {
      createIndex(name);
    } else if (what < 86) {
      dropIndex(name);
    } else if (what < 90) {
      collections(name);
    } else if (what < 93) {
      passTime();
    } else if (what < 94) {
      restart(samples.oneIn(2));
    } else {
      tooOld(client);
    }
    session.disarm();
  }

  private Trouble.Kind trouble() {
    return samples.pick(List.of(Trouble.Kind.values()));
  }

  private Write insert(String name) {
    List<Statement.Insert> documents = new ArrayList<>();
    for (int i = samples.below(4); i >= 0; i--) {
      documents.add(new Statement.Insert(samples.document()));
    }
    return new Write("insert", name, documents, samples.oneIn(2));
  }

  private Write update(String name) {
    List<Statement.Change> changes = new ArrayList<>();
    for (int i = samples.below(3); i >= 0; i--) {
      BsonDocument byId = new BsonDocument("_id", samples.id());
      changes.add(
          samples.oneIn(4)
              ? new Statement.Change(samples.filter(), samples.update(false), true, false)
              : new Statement.Change(byId, samples.update(true), false, samples.oneIn(3)));
    }
    return new Write("update", name, changes, samples.oneIn(2));
  }

  private Write delete(String name) {
    List<Statement.Removal> removals = new ArrayList<>();
    for (int i = samples.below(2); i >= 0; i--) {
      removals.add(
          samples.oneIn(5)
              ? new Statement.Removal(samples.filter().append("u", below(60)), false)
              : new Statement.Removal(new BsonDocument("_id", samples.id()), true));
    }
    return new Write("delete", name, removals, samples.oneIn(2));
  }

  private static BsonDocument below(int limit) {
    return new BsonDocument("$lt", new BsonInt32(limit));
  }

  private void write(Client client, Write write) {
    BsonDocument command = write.command().append("writeConcern", concern());
    boolean retryable = write.isRetryable() && samples.oneIn(2);
    if (retryable) {
      client.numbered(command);
      client.write = write;
      client.sent = command;
    } else if (samples.oneIn(2)) {
      command.append("lsid", client.lsid());
    }
    session.write(write, command);
    if (retryable) {
      client.isNumberKnown = session.wasWhole();
    }
  }

  private BsonDocument concern() {
    return switch (samples.below(8)) {
      case 0 -> BsonDocument.parse("{w: 1, j: true}");
      case 1 -> BsonDocument.parse("{w: 'majority'}");
      default -> BsonDocument.parse("{w: 1}");
    };
  }

  /** A driver that has heard no answer sends its write once more. */
  private void again(Client client) {
    Write write = client.write;
    BsonDocument sent = client.sent;
    if (write != null && sent != null) {
      session.write(write, sent);
    }
  }

  private void tooOld(Client client) {
    if (client.number() < 2 || !client.isNumberKnown) {
      return;
    }
    BsonDocument command =
        insert("one")
            .command()
            .append("lsid", client.lsid())
            .append("txnNumber", new BsonInt64(client.number() - 1));
    session.change(command, session.model(), BsonDocument.parse("{ok: 0, code: 225}"));
  }

  private void findAndModify(Client client, String name) {
    BsonDocument filter = samples.filter();
    BsonDocument sort = samples.sort();
    boolean removes = samples.oneIn(3);
    boolean isNew = !removes && samples.oneIn(2);
    BsonDocument u = samples.update(false);
    Model after = session.model().copy();
    Model.Contents contents = after.collections.get(name);
    BsonDocument before = null;
    BsonDocument changed = null;
    if (contents != null) {
      before = first(contents, filter, sort);
      Long place = before == null ? null : contents.find(requireNonNull(before.get("_id")));
      if (before != null && place != null && removes) {
        contents.records.remove(place);
      } else if (before != null && place != null) {
        changed = Statement.changed(before, u);
        contents.records.put(place, changed);
      }
    }
    BsonDocument command =
        new BsonDocument("findAndModify", new BsonString(name))
            .append("query", filter)
            .append("sort", sort);
    if (removes) {
      command.append("remove", BsonBoolean.TRUE);
    } else {
      command.append("update", u).append("new", BsonBoolean.valueOf(isNew));
    }
    if (samples.oneIn(2)) {
      client.numbered(command);
      client.write = null;
      client.sent = null;
    }
    BsonDocument value = isNew ? changed : before;
    BsonDocument expected =
        new BsonDocument("ok", new BsonDouble(1)).append("value", Statement.orNull(value));
    session.change(command, after, expected);
    client.isNumberKnown &= !command.containsKey("txnNumber") || session.wasWhole();
    boolean changes = before != null;
    if (changes && command.containsKey("txnNumber") && session.wasWhole()) {
      session.change(command, session.model(), expected);
    }
  }

  private static @Nullable BsonDocument first(
      Model.Contents contents, BsonDocument filter, BsonDocument sort) {
    List<BsonDocument> matching = new ArrayList<>();
    contents.matching(filter).forEach(place -> matching.add(contents.records.get(place)));
    return matching.isEmpty() ? null : Model.sorted(matching, sort).getFirst();
  }

  private List<BsonDocument> matching(String name, BsonDocument filter) {
    return session.model().documents(name).stream()
        .filter(document -> Model.MATCHER.matches(filter, document))
        .toList();
  }

  private void find(String name) {
    BsonDocument filter = samples.filter();
    BsonDocument command = Checks.find(name, filter);
    List<BsonDocument> matching = matching(name, filter);
    if (samples.oneIn(3)) {
      session.read(command, reply -> Checks.requireSameSet(matching, documents(reply), "found"));
      return;
    }
    BsonDocument sort = samples.sort();
    int skip = samples.oneIn(2) ? samples.below(5) : 0;
    int limit = samples.oneIn(2) ? samples.below(6) : 0;
    List<BsonDocument> expected =
        Model.sorted(matching, sort).stream()
            .skip(skip)
            .limit(limit == 0 ? Long.MAX_VALUE : limit)
            .toList();
    command
        .append("sort", sort)
        .append("skip", new BsonInt32(skip))
        .append("limit", new BsonInt32(limit));
    session.read(command, reply -> Checks.requireSame(expected, documents(reply), "sorted"));
  }

  private static List<BsonDocument> documents(BsonDocument reply) {
    return Checks.batch(reply).stream().map(BsonValue::asDocument).toList();
  }

  private void open(Client client, int number, String name) {
    BsonDocument filter = samples.filter();
    BsonDocument command =
        Checks.find(name, filter)
            .append("batchSize", new BsonInt32(samples.below(4)))
            .append("lsid", client.lsid());
    if (samples.oneIn(2)) {
      BsonDocument sort = samples.sort();
      session.open(command.append("sort", sort), number, filter, Model.comparator(sort));
    } else {
      session.open(command, number, filter, (_, _) -> 0);
    }
  }

  private void more() {
    if (session.cursors().isEmpty()) {
      return;
    }
    WatchedCursor cursor = samples.pick(session.cursors());
    if (samples.oneIn(12)) {
      session.kill(cursor);
    } else {
      session.getMore(cursor, 1 + samples.below(5), clients.get(cursor.client));
    }
  }

  private void count(String name) {
    BsonDocument filter = samples.filter();
    List<BsonDocument> matching = matching(name, filter);
    switch (samples.below(4)) {
      case 0 -> {
        int skip = samples.below(4);
        int limit = samples.below(4);
        long rest = Math.max(0, matching.size() - skip);
        BsonDocument command =
            new BsonDocument("count", new BsonString(name))
                .append("query", filter)
                .append("skip", new BsonInt32(skip))
                .append("limit", new BsonInt32(limit));
        int expected = (int) (limit == 0 ? rest : Math.min(rest, limit));
        session.read(
            command,
            reply -> Session.requireFields(new BsonDocument("n", new BsonInt32(expected)), reply));
      }
      case 1 -> {
        BsonDocument command =
            new BsonDocument("count", new BsonString(name)).append("query", filter);
        session.read(
            command,
            reply ->
                Session.requireFields(
                    new BsonDocument("n", new BsonInt32(matching.size())), reply));
      }
      case 2 -> distinct(name, filter, matching);
      default -> group(name, filter, matching);
    }
  }

  private void distinct(String name, BsonDocument filter, List<BsonDocument> matching) {
    TreeSet<BsonValue> expected = new TreeSet<>(PlainOrder.SIMPLE);
    for (BsonDocument document : matching) {
      switch (document.get("l")) {
        case BsonArray array -> expected.addAll(array);
        case null, default -> {}
      }
    }
    BsonDocument command =
        new BsonDocument("distinct", new BsonString(name))
            .append("key", new BsonString("l"))
            .append("query", filter);
    session.read(
        command,
        reply -> {
          List<BsonValue> values = new ArrayList<>(reply.getArray("values"));
          values.sort(PlainOrder.SIMPLE);
          Checks.require(
              values.equals(List.copyOf(expected)), "distinct " + values + ", not " + expected);
        });
  }

  private void group(String name, BsonDocument filter, List<BsonDocument> matching) {
    TreeMap<BsonValue, Integer> sizes = new TreeMap<>(PlainOrder.SIMPLE);
    matching.forEach(document -> sizes.merge(document.get("b", BsonNull.VALUE), 1, Integer::sum));
    List<BsonDocument> expected = new ArrayList<>();
    sizes.forEach((b, n) -> expected.add(new BsonDocument("_id", b).append("n", new BsonInt32(n))));
    BsonArray pipeline =
        BsonArray.parse("[{$group: {_id: '$b', n: {$sum: 1}}}, {$sort: {_id: 1}}]");
    pipeline.add(0, new BsonDocument("$match", filter));
    session.read(
        new BsonDocument("aggregate", new BsonString(name))
            .append("pipeline", pipeline)
            .append("cursor", new BsonDocument()),
        reply -> Checks.requireSame(expected, documents(reply), "groups"));
  }

  private void createIndex(String name) {
    BsonDocument spec = samples.pick(Samples.INDEXES);
    String index = spec.getString("name").getValue();
    Model after = session.model().copy();
    Model.Contents contents = after.require(name);
    if (contents.cap > 0 && index.equals("t_1")) {
      return;
    }
    BsonDocument command =
        new BsonDocument("createIndexes", new BsonString(name))
            .append("indexes", new BsonArray(List.of(spec)));
    if (index.equals("u_1")
        && contents.hasDuplicates("u")
        && !contents.indexes.containsKey(index)) {
      session.change(command, session.model(), BsonDocument.parse("{ok: 0, code: 11000}"));
      return;
    }
    contents.indexes.put(index, spec);
    session.change(
        command,
        after,
        BsonDocument.parse("{ok: 1}")
            .append("numIndexesAfter", new BsonInt32(contents.indexes.size() + 1)));
  }

  private void dropIndex(String name) {
    Model after = session.model().copy();
    Model.Contents contents = after.collections.get(name);
    if (contents == null || contents.indexes.isEmpty()) {
      return;
    }
    String index = samples.pick(List.copyOf(contents.indexes.keySet()));
    contents.indexes.remove(index);
    session.disturb(name);
    session.change(
        new BsonDocument("dropIndexes", new BsonString(name))
            .append("index", new BsonString(index)),
        after,
        BsonDocument.parse("{ok: 1}"));
  }

  private void collections(String name) {
    Model after = session.model().copy();
    Model.Contents contents = after.collections.get(name);
    if (contents == null) {
      BsonDocument command = new BsonDocument("create", new BsonString(name));
      int cap = name.equals("ring") ? 7 : 0;
      if (cap > 0) {
        command
            .append("capped", BsonBoolean.TRUE)
            .append("size", new BsonInt32(1 << 20))
            .append("max", new BsonInt32(cap));
      }
      after.collections.put(name, new Model.Contents(cap));
      session.change(command, after, BsonDocument.parse("{ok: 1}"));
    } else if (samples.oneIn(4)) {
      after.collections.remove(name);
      session.disturb(name);
      BsonDocument command = new BsonDocument("drop", new BsonString(name));
      session.change(command, after, BsonDocument.parse("{ok: 1}"));
    }
  }

  private void passTime() {
    long millis = 61_000;
    long limit = session.nowMillis() + millis - 100_000;
    session.passTime(
        millis,
        document -> document.get("t") instanceof BsonDateTime time && time.getValue() <= limit);
  }

  private void restart(boolean inOrder) {
    session.restart(inOrder);
    clients.forEach(client -> client.isNumberKnown = false);
    if (!session.isDurable()) {
      clients.forEach(session::renew);
    }
  }
}
