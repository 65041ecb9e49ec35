package dev.meerkat.fuzz.simulator;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** What the clients do, step after step. Threads: confined to one thread. */
final class Workload {
  private static final int CLIENTS = 6;
  private static final List<String> NAMES = List.of("one", "one", "one", "two", "three", "ring");
  private static final long SESSION_PATIENCE_MILLIS = 25 * 60_000;

  private final Session session;
  private final Samples samples;
  private final ReadSteps reads;
  private final CatalogSteps catalog;
  private final List<Client> clients = new ArrayList<>();

  Workload(Session session, Samples samples) {
    this.session = session;
    this.samples = samples;
    this.reads = new ReadSteps(session, samples);
    this.catalog = new CatalogSteps(session, samples);
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
      reads.find(name);
    } else if (what < 66) {
      open(client, number, name);
    } else if (what < 76) {
      more();
    } else if (what < 81) {
      reads.count(name);
    } else if (what < 84) {
      catalog.createIndex(name);
    } else if (what < 86) {
      catalog.dropIndex(name);
    } else if (what < 90) {
      catalog.collections(name);
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
