package dev.meerkat.fuzz.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.fuzz.parsers.Campaign;
import dev.meerkat.fuzz.parsers.RandomMatches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever indexes there are, every query answers what a scan of the collection answers. */
final class IndexFuzz {
  /** Numbers that are equal and of different types are written differently. */
  private static final JsonWriterSettings WITH_TYPES =
      JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

  private static final int DOCUMENTS = 30;
  private static final int QUERIES = 25;
  private static final List<String> SORTS =
      List.of(
          "{}",
          "{a: 1}",
          "{a: -1}",
          "{b: 1}",
          "{b: -1, a: 1}",
          "{'a.b': 1}",
          "{a: 1, b: -1}",
          "{'a.0': 1}",
          "{'a.c': 1}",
          "{'a.b': 1, 'a.c': 1}",
          "{'a.b.0': -1}",
          "{a: 1, 'a.b': -1}");
  private static final List<String> PROJECTIONS =
      List.of("{}", "{a: 1}", "{b: 1, a: 1, _id: 0}", "{a: 0}", "{'a.b': 1}");

  /** Refusals of documents that an index cannot have. */
  private static final Set<Integer> UNFIT = Set.of(171, 11000, 16746, 16766, 7246301);

  private static final int NO_PLAN = 291;

  /** Refusals of a sort by which documents have no order. */
  private static final Set<Integer> UNSORTABLE = Set.of(2, 16746);

  /** Enough cases for each kind of index to come up. */
  private static final long MANY = 20;

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "xodus"})
  void indexesAnswerAsTheCollection(String backend, @TempDir Path folder) {
    Campaign campaign = Campaign.of(IndexFuzz.class, MANY).on(backend);
    Set<String> used = new TreeSet<>();
    campaign.run(random -> check(random, backend, folder, used));
    if (campaign.runs() >= MANY) {
      Set<String> unused = new TreeSet<>(RandomIndexes.KINDS);
      unused.removeAll(used);
      assertEquals(Set.of(), unused, "kinds of indexes that no plan has used");
    }
  }

  private static void check(
      SplittableRandom random, String backend, Path folder, Set<String> used) {
    Path root = folder.resolve(Long.toHexString(random.split().nextLong()));
    ReplayedSeeds seeds = new ReplayedSeeds(random.split());
    try (Disk disk = new Disk(backend, root, new FaultTrouble(), new ManualTicker(), seeds)) {
      RandomMatches matches = new RandomMatches(random);
      RandomIndexes indexes = RandomIndexes.begin(disk.node(), random);
      indexes.create();
      fill(disk.node(), matches);
      indexes.create();
      for (int i = 0; i < QUERIES; i++) {
        if (i == QUERIES / 2) {
          indexes.unhide();
        }
        query(disk.node(), random, matches, indexes, used);
      }
      BsonDocument report = disk.node().run(BsonDocument.parse("{validate: 'c', full: true}"));
      Checks.require(report.getBoolean("valid").getValue(), report.toJson());
    }
  }

  private static void fill(Node node, RandomMatches matches) {
    for (int id = 0; id < DOCUMENTS; id++) {
      BsonDocument document = new BsonDocument("_id", new BsonInt32(id));
      document.putAll(matches.document());
      BsonDocument reply =
          node.run(
              new BsonDocument("insert", new BsonString("c"))
                  .append("documents", new BsonArray(List.of(document))));
      for (var error : reply.getArray("writeErrors", new BsonArray())) {
        int code = error.asDocument().getInt32("code").getValue();
        Checks.require(UNFIT.contains(code), document.toJson() + ": " + error);
      }
    }
  }

  private static void query(
      Node node,
      SplittableRandom random,
      RandomMatches matches,
      RandomIndexes indexes,
      Set<String> used) {
    List<String> whole = indexes.whole();
    BsonDocument command = Checks.find("c", filter(random, matches, indexes.paths()));
    if (random.nextInt(4) == 0) {
      command.append("collation", BsonDocument.parse("{locale: 'en', strength: 2}"));
    }
    command.append("projection", BsonDocument.parse(matches.pick(PROJECTIONS)));
    BsonDocument natural = BsonDocument.parse("{$natural: 1}");
    List<BsonDocument> scanned = Checks.all(node, command.clone().append("hint", natural));
    String text = command.toJson() + " with " + whole;
    List<BsonDocument> found = Checks.all(node, command);
    requireSameBag(scanned, found, text);
    indexes.note(command, used);
    for (String index : whole) {
      BsonDocument hinted = command.clone().append("hint", new BsonString(index));
      requireSameBag(scanned, Checks.all(node, hinted), text + " by " + index);
      indexes.note(hinted, used);
    }
    for (String index : indexes.wild()) {
      BsonDocument hinted = command.clone().append("hint", new BsonString(index));
      // An index that holds only what has a path is refused where that is not asked for.
      if (node.run(hinted).getNumber("code", new BsonInt32(0)).intValue() != NO_PLAN) {
        requireSameBag(scanned, Checks.all(node, hinted), text + " by " + index);
        indexes.note(hinted, used);
      }
    }
    partly(node, command, indexes, used);
    BsonDocument sort =
        BsonDocument.parse(matches.pick(SORTS))
            .append("_id", new BsonInt32(random.nextBoolean() ? 1 : -1));
    command.append("sort", sort);
    if (random.nextBoolean()) {
      command
          .append("skip", new BsonInt32(random.nextInt(3)))
          .append("limit", new BsonInt32(random.nextInt(10)));
    }
    sorted(node, command, natural, whole);
    BsonDocument count =
        new BsonDocument("count", new BsonString("c")).append("query", command.get("filter"));
    if (command.containsKey("collation")) {
      count.append("collation", command.get("collation"));
    }
    BsonDocument counted = node.run(count);
    Checks.require(
        counted.getNumber("n", new BsonInt32(-1)).intValue() == scanned.size(),
        counted.toJson() + ", not " + scanned.size() + ": " + text);
  }

  /** Of what a partial index holds it answers as the collection does. */
  private static void partly(
      Node node, BsonDocument command, RandomIndexes indexes, Set<String> used) {
    indexes
        .partial()
        .forEach(
            (index, held) -> {
              BsonArray both = new BsonArray(List.of(held, command.get("filter")));
              BsonDocument some = command.clone().append("filter", new BsonDocument("$and", both));
              BsonDocument natural = BsonDocument.parse("{$natural: 1}");
              List<BsonDocument> scanned = Checks.all(node, some.clone().append("hint", natural));
              requireSameBag(scanned, Checks.all(node, some), some.toJson());
              BsonDocument hinted = some.clone().append("hint", new BsonString(index));
              // A wildcard index is refused where no path of it is asked for.
              int code = node.run(hinted).getNumber("code", new BsonInt32(0)).intValue();
              Checks.require(
                  code == 0 || code == NO_PLAN && index.contains("$"), hinted.toJson() + code);
              if (code == 0) {
                requireSameBag(scanned, Checks.all(node, hinted), some.toJson() + " by " + index);
                indexes.note(hinted, used);
              }
            });
  }

  /** Every other filter asks for a path by which an index can answer. */
  private static BsonDocument filter(
      SplittableRandom random, RandomMatches matches, List<String> paths) {
    return random.nextBoolean() ? matches.filter() : matches.filter(matches.pick(paths));
  }

  /**
   * Sorts by a scan, and by whatever the planner and each index find; documents that cannot be
   * sorted are refused by all of them.
   */
  private static void sorted(
      Node node, BsonDocument command, BsonDocument natural, List<String> whole) {
    List<BsonValue> hints = new ArrayList<>(List.of(new BsonDocument()));
    whole.forEach(index -> hints.add(new BsonString(index)));
    BsonDocument scan = command.clone().append("hint", natural);
    boolean isRefused = isUnsortable(node, scan);
    List<BsonDocument> expected = isRefused ? List.of() : Checks.all(node, scan);
    for (BsonValue hint : hints) {
      BsonDocument other = command.clone();
      if (hint.isString()) {
        other.append("hint", hint);
      }
      String text = "sorted " + other.toJson() + " with " + whole;
      Checks.require(isRefused == isUnsortable(node, other), text + ", refused by one of two");
      if (!isRefused) {
        Checks.requireSame(
            withNamesInOrder(expected), withNamesInOrder(Checks.all(node, other)), text);
      }
    }
  }

  private static boolean isUnsortable(Node node, BsonDocument command) {
    BsonDocument reply = node.run(command);
    int code = reply.getNumber("code", new BsonInt32(0)).intValue();
    Checks.require(code == 0 || UNSORTABLE.contains(code), command.toJson() + ": " + reply);
    return code != 0;
  }

  /** The same documents, each as often, in whatever order. */
  private static void requireSameBag(
      List<BsonDocument> expected, List<BsonDocument> found, String text) {
    Checks.requireSame(ordered(expected), ordered(found), text);
  }

  private static List<BsonDocument> ordered(List<BsonDocument> documents) {
    return withNamesInOrder(documents).stream()
        .sorted(Comparator.comparing(document -> document.toJson(WITH_TYPES)))
        .toList();
  }

  /** What an index covers comes in the order of its components, as with MongoDB. */
  private static List<BsonDocument> withNamesInOrder(List<BsonDocument> documents) {
    List<BsonDocument> inOrder = new ArrayList<>();
    for (BsonDocument document : documents) {
      BsonDocument sorted = new BsonDocument();
      document.keySet().stream().sorted().forEach(name -> sorted.append(name, document.get(name)));
      inOrder.add(sorted);
    }
    return inOrder;
  }
}
