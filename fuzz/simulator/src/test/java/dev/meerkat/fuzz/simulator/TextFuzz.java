package dev.meerkat.fuzz.simulator;

import dev.meerkat.fuzz.parsers.Campaign;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search for words finds, and scores, what counting the words of all documents does. */
final class TextFuzz {
  private static final int WRITES = 40;
  private static final int SEARCHES = 25;
  private static final List<String> WORDS =
      List.of("a", "an", "the", "ant", "tea", "coffee", "coffees", "x1", "7", "longer_word");
  private static final List<String> GAPS = List.of(" ", "  ", ", ", "-", ". ", "\n", "\"");
  private static final List<String> INDEXES =
      List.of(
          "{key: {s: 'text'}, name: 't'}",
          "{key: {s: 'text', t: 'text'}, name: 't', weights: {t: 3}}",
          "{key: {s: 'text', k: -1}, name: 't'}",
          "{key: {k: 1, s: 'text'}, name: 't'}",
          "{key: {'$**': 'text'}, name: 't', weights: {t: 10}}");

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "xodus"})
  void searchesFindWhatCountingFinds(String backend, @TempDir Path folder) {
    Campaign.of(TextFuzz.class, 10).on(backend).run(random -> check(random, backend, folder));
  }

  private static void check(SplittableRandom random, String backend, Path folder) {
    Path root = folder.resolve(Long.toHexString(random.split().nextLong()));
    ReplayedSeeds seeds = new ReplayedSeeds(random.split());
    try (Disk disk = new Disk(backend, root, new FaultTrouble(), new ManualTicker(), seeds)) {
      BsonDocument index =
          BsonDocument.parse(pick(random, INDEXES))
              .append("default_language", new BsonString("none"));
      SortedMap<Integer, BsonDocument> documents = new TreeMap<>();
      int before = random.nextInt(WRITES);
      for (int i = 0; i < WRITES; i++) {
        if (i == before) {
          done(disk.node(), "{createIndexes: 'c'}", "indexes", index);
        }
        write(disk.node(), random, documents);
      }
      for (int i = 0; i < SEARCHES; i++) {
        Search search = Search.random(random, index);
        search.check(disk.node(), random, List.copyOf(documents.values()));
      }
      BsonDocument report = disk.node().run(BsonDocument.parse("{validate: 'c', full: true}"));
      Checks.require(report.getBoolean("valid").getValue(), report.toJson());
    }
  }

  /** Inserts a document, replaces one, or deletes one. */
  private static void write(
      Node node, SplittableRandom random, SortedMap<Integer, BsonDocument> documents) {
    int id = random.nextInt(WRITES / 2);
    BsonDocument q = new BsonDocument("_id", new BsonInt32(id));
    if (random.nextInt(6) == 0) {
      documents.remove(id);
      BsonDocument statement = new BsonDocument("q", q).append("limit", Checks.ONE);
      done(node, "{delete: 'c'}", "deletes", statement);
      return;
    }
    BsonDocument document = q.clone().append("k", new BsonInt32(random.nextInt(3)));
    for (String field : List.of("s", "t")) {
      switch (random.nextInt(5)) {
        case 0 -> {}
        case 1 ->
            document.append(
                field, new BsonArray(List.of(text(random), new BsonInt32(7), text(random))));
        default -> document.append(field, text(random));
      }
    }
    documents.put(id, document);
    BsonDocument statement =
        new BsonDocument("q", q).append("u", document).append("upsert", BsonBoolean.TRUE);
    done(node, "{update: 'c'}", "updates", statement);
  }

  private static void done(Node node, String command, String field, BsonDocument part) {
    BsonDocument reply =
        node.run(BsonDocument.parse(command).append(field, new BsonArray(List.of(part))));
    Checks.require(
        reply.getNumber("ok").intValue() == 1 && !reply.containsKey("writeErrors"),
        part.toJson() + ": " + reply.toJson());
  }

  private static BsonString text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int words = random.nextInt(6);
    for (int i = 0; i < words; i++) {
      text.append(i == 0 && random.nextInt(4) > 0 ? "" : pick(random, GAPS));
      text.append(cased(random, pick(random, WORDS)));
    }
    return new BsonString(text.toString());
  }

  private static String cased(SplittableRandom random, String word) {
    return random.nextInt(4) == 0 ? word.toUpperCase(Locale.ROOT) : word;
  }

  private static <T> T pick(SplittableRandom random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /**
   * A search, and what its answer must be.
   *
   * @param weights of the fields that are searched
   * @param words one of which must be there
   * @param negated none of which may be there
   * @param phrases all of which must be there, within one text
   * @param k the value wanted of another field, or -1
   */
  private record Search(
      SortedMap<String, Integer> weights,
      List<String> words,
      List<String> negated,
      List<String> phrases,
      boolean caseSensitive,
      int k) {
    static Search random(SplittableRandom random, BsonDocument index) {
      BsonDocument key = index.getDocument("key");
      SortedMap<String, Integer> weights = new TreeMap<>();
      for (String field : List.of("s", "t")) {
        if (key.containsKey(field) || key.containsKey("$**")) {
          BsonDocument given = index.getDocument("weights", new BsonDocument());
          weights.put(field, given.getNumber(field, Checks.ONE).intValue());
        }
      }
      List<String> words = some(random, 1 + random.nextInt(3));
      List<String> phrases = new ArrayList<>();
      if (random.nextInt(4) == 0) {
        List<String> phrase = some(random, 2);
        phrases.add(String.join(" ", phrase));
        words.addAll(phrase);
      }
      boolean isPrefixed = key.getFirstKey().equals("k");
      return new Search(
          weights,
          words,
          random.nextInt(3) == 0 ? some(random, 1) : List.of(),
          phrases,
          random.nextInt(4) == 0,
          isPrefixed || random.nextInt(3) == 0 ? random.nextInt(3) : -1);
    }

    private static List<String> some(SplittableRandom random, int count) {
      List<String> some = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        some.add(cased(random, pick(random, WORDS)));
      }
      return some;
    }

    void check(Node node, SplittableRandom random, List<BsonDocument> documents) {
      List<BsonDocument> expected = documents.stream().filter(this::matches).toList();
      BsonDocument score = BsonDocument.parse("{score: {$meta: 'textScore'}}");
      BsonDocument find = Checks.find("c", filter()).append("projection", score);
      boolean isSorted = random.nextBoolean();
      if (isSorted) {
        find.append("sort", score);
      }
      find.append("batchSize", new BsonInt32(2 + random.nextInt(20)));
      List<BsonDocument> found = Checks.all(node, find);
      String text = filter().toJson();
      double last = Double.MAX_VALUE;
      for (BsonDocument each : found) {
        double scored = each.getDouble("score").getValue();
        each.remove("score");
        Checks.require(
            Math.abs(scored - score(each)) < 1e-9, text + " scores " + scored + ": " + each);
        Checks.require(!isSorted || scored <= last, text + " is out of order: " + each);
        last = scored;
      }
      found.sort(Comparator.comparing(each -> each.getInt32("_id").getValue()));
      Checks.requireSame(expected, found, text);
      BsonDocument count =
          node.run(new BsonDocument("count", new BsonString("c")).append("query", filter()));
      Checks.require(
          count.getNumber("n", new BsonInt32(-1)).intValue() == expected.size(),
          text + " counts " + count);
    }

    private BsonDocument filter() {
      StringBuilder search = new StringBuilder(String.join(" ", words));
      phrases.forEach(phrase -> search.append(" \"").append(phrase).append('"'));
      negated.forEach(word -> search.append(" -").append(word));
      BsonDocument text =
          new BsonDocument("$search", new BsonString(search.toString()))
              .append("$caseSensitive", BsonBoolean.valueOf(caseSensitive));
      BsonDocument filter = new BsonDocument("$text", text);
      return k < 0 ? filter : filter.append("k", new BsonInt32(k));
    }

    private boolean matches(BsonDocument document) {
      if (k >= 0 && document.getInt32("k").getValue() != k) {
        return false;
      }
      List<String> texts = new ArrayList<>();
      List<String> present = new ArrayList<>();
      for (String field : weights.keySet()) {
        texts.addAll(texts(document, field));
      }
      texts.forEach(text -> present.addAll(words(text)));
      return words.stream().anyMatch(word -> present.contains(folded(word)))
          && negated.stream().noneMatch(word -> present.contains(folded(word)))
          && phrases.stream()
              .allMatch(
                  phrase -> texts.stream().anyMatch(text -> folded(text).contains(folded(phrase))));
    }

    /** Words count in whatever case they stand, also where that decides who is found. */
    private double score(BsonDocument document) {
      double score = 0;
      for (String field : weights.keySet()) {
        for (String text : texts(document, field)) {
          List<String> all = List.of(split(text.toLowerCase(Locale.ROOT)));
          for (String word :
              words.stream().map(w -> w.toLowerCase(Locale.ROOT)).distinct().toList()) {
            int times = Collections.frequency(all, word);
            double frequency = 2 - Math.pow(2, 1 - times);
            double part = 0.5 + 0.5 * times / Math.max(1, all.size());
            double bonus = text.equalsIgnoreCase(word) ? 1.1 : 1;
            score += weights.get(field) * frequency * part * bonus;
          }
        }
      }
      return score;
    }

    private List<String> words(String text) {
      return List.of(split(folded(text)));
    }

    private static String[] split(String text) {
      String trimmed = text.replaceAll("[^A-Za-z0-9_]+", " ").strip();
      return trimmed.isEmpty() ? new String[0] : trimmed.split(" ");
    }

    private String folded(String text) {
      return caseSensitive ? text : text.toLowerCase(Locale.ROOT);
    }

    private static List<String> texts(BsonDocument document, String field) {
      List<String> texts = new ArrayList<>();
      BsonValue value = document.get(field, new BsonArray());
      for (BsonValue each : value instanceof BsonArray array ? array : List.of(value)) {
        if (each.isString()) {
          texts.add(each.asString().getValue());
        }
      }
      return texts;
    }
  }
}
