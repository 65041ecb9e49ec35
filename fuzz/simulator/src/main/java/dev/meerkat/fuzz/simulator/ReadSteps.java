package dev.meerkat.fuzz.simulator;

import dev.meerkat.fuzz.parsers.PlainOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Queries whose answers the model tells at once. Threads: confined to one thread. */
final class ReadSteps {
  private final Session session;
  private final Samples samples;

  ReadSteps(Session session, Samples samples) {
    this.session = session;
    this.samples = samples;
  }

  void find(String name) {
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

  void count(String name) {
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

  private List<BsonDocument> matching(String name, BsonDocument filter) {
    return session.model().documents(name).stream()
        .filter(document -> Model.MATCHER.matches(filter, document))
        .toList();
  }

  private static List<BsonDocument> documents(BsonDocument reply) {
    return Checks.batch(reply).stream().map(BsonValue::asDocument).toList();
  }
}
