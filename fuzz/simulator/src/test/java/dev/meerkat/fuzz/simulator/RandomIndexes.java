package dev.meerkat.fuzz.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Random indexes of one collection: which there are, and of which kinds those are that plans use.
 * Threads: confined to one thread.
 */
final class RandomIndexes {
  /** What must come up among the indexes that the plans of many cases use. */
  static final Set<String> KINDS =
      Set.of(
          "_id",
          "clustered",
          "single",
          "compound",
          "multikey",
          "unique",
          "sparse",
          "partial",
          "TTL",
          "hidden before",
          "collation",
          "hashed",
          "compound hashed",
          "wildcard",
          "compound wildcard");

  private static final List<String> PATTERNS =
      List.of(
          "{a: 1}",
          "{a: -1}",
          "{b: 1}",
          "{'a.b': 1}",
          "{a: 1, b: -1}",
          "{b: 1, a: 1}",
          "{'a.b': -1, b: 1}",
          "{'b.c': 1, a: 1}",
          "{'a.b': 1, 'a.c': 1, _id: 1}",
          "{'a.0': 1}",
          "{'a.0.b': 1, b: 1}",
          "{'a.b.0': -1, _id: -1}",
          "{a: 1, 'a.b': -1, _id: 1}",
          "{b: -1, a: 1, _id: 1}",
          "{b: 'hashed'}",
          "{'a.b': 'hashed'}",
          "{b: 1, a: 'hashed'}",
          "{a: 'hashed', b: -1}",
          "{'$**': 1}",
          "{'$**': -1}",
          "{'a.$**': 1}",
          "{'a.b.$**': -1}",
          "{b: 1, 'a.$**': 1}",
          "{'b.$**': 1, _id: -1}",
          "{'a.b.$**': 1, b: 1, _id: 1}",
          "{'$**': 1}, wildcardProjection: {a: 1, _id: 1}",
          "{'$**': -1}, wildcardProjection: {'a.b': 0, _id: 1}",
          "{'$**': 1}, wildcardProjection: {a: {b: 1}, b: 1}",
          "{a: 1, '$**': 1}, wildcardProjection: {a: 0}",
          "{a: 1, _id: 1}");
  private static final List<String> OPTIONS =
      List.of(
          "",
          "",
          ", sparse: true",
          ", unique: true",
          ", hidden: true",
          ", expireAfterSeconds: 2147483647",
          ", partialFilterExpression: {b: {$gt: 0}}",
          ", partialFilterExpression: {a: {$exists: true}}",
          ", collation: {locale: 'en', strength: 2}",
          ", collation: {locale: 'de', strength: 1, numericOrdering: true}");

  private static final String CLUSTER =
      "{create: 'c', clusteredIndex: {key: {_id: 1}, unique: true, name: 'cluster'}}";

  private final List<String> whole = new ArrayList<>();
  private final List<String> wild = new ArrayList<>();
  private final List<String> paths = new ArrayList<>();
  private final Map<String, BsonDocument> partial = new HashMap<>();
  private final Set<String> hidden = new TreeSet<>();
  private final Map<String, Set<String>> kinds = new HashMap<>();
  private final Node node;
  private final SplittableRandom random;

  private RandomIndexes(Node node, SplittableRandom random) {
    this.node = node;
    this.random = random;
  }

  /** A new collection, which is clustered now and then. */
  static RandomIndexes begin(Node node, SplittableRandom random) {
    RandomIndexes indexes = new RandomIndexes(node, random);
    boolean isClustered = random.nextInt(4) == 0;
    BsonDocument reply = node.run(BsonDocument.parse(isClustered ? CLUSTER : "{create: 'c'}"));
    Checks.require(reply.getNumber("ok").intValue() == 1, reply.toJson());
    String id = isClustered ? "cluster" : "_id_";
    indexes.whole.add(id);
    indexes.kinds.put(id, Set.of(isClustered ? "clustered" : "_id"));
    indexes.paths.add("_id");
    return indexes;
  }

  /** Names of those that hold every document. */
  List<String> whole() {
    return whole;
  }

  /** Names of those that hold some paths. */
  List<String> wild() {
    return wild;
  }

  /** Those that hold what matches a filter. */
  Map<String, BsonDocument> partial() {
    return partial;
  }

  /** What those of {@link #whole} begin with. */
  List<String> paths() {
    return paths;
  }

  /** Makes some more; some are refused, as they are of what the documents have. */
  void create() {
    for (String pattern : PATTERNS) {
      if (random.nextInt(5) == 0) {
        create(pattern, OPTIONS.get(random.nextInt(OPTIONS.size())));
      }
    }
  }

  private void create(String pattern, String options) {
    String name = pattern + options;
    BsonDocument spec = BsonDocument.parse("{key: " + pattern + options + "}");
    BsonDocument reply =
        node.run(
            new BsonDocument("createIndexes", new BsonString("c"))
                .append(
                    "indexes",
                    new BsonArray(List.of(spec.clone().append("name", new BsonString(name))))));
    if (reply.getNumber("ok").intValue() != 1) {
      return;
    }
    kinds.put(name, kinds(spec));
    if (spec.isDocument("partialFilterExpression")) {
      partial.put(name, spec.getDocument("partialFilterExpression"));
    }
    if (options.contains("hidden")) {
      hidden.add(name);
    } else {
      use(name);
    }
  }

  private void use(String name) {
    if (name.contains("sparse") || name.contains("partial")) {
      return;
    }
    if (name.contains("$")) {
      wild.add(name);
    } else {
      whole.add(name);
      paths.add(BsonDocument.parse(name).getFirstKey());
    }
  }

  /** Lets plans use those that they must not have used so far. */
  void unhide() {
    for (String name : hidden) {
      BsonDocument change =
          new BsonDocument("name", new BsonString(name)).append("hidden", BsonBoolean.FALSE);
      BsonDocument reply =
          node.run(new BsonDocument("collMod", new BsonString("c")).append("index", change));
      Checks.require(reply.getNumber("ok").intValue() == 1, reply.toJson());
      use(name);
    }
    hidden.clear();
  }

  private static Set<String> kinds(BsonDocument spec) {
    Set<String> kinds = new TreeSet<>();
    BsonDocument key = spec.getDocument("key");
    String form =
        key.keySet().stream().anyMatch(path -> path.contains("$"))
            ? "wildcard"
            : key.values().stream().anyMatch(BsonValue::isString) ? "hashed" : "";
    boolean isCompound = key.size() > 1;
    kinds.add(
        form.isEmpty()
            ? isCompound ? "compound" : "single"
            : (isCompound ? "compound " : "") + form);
    Map<String, String> options =
        Map.of(
            "unique", "unique",
            "sparse", "sparse",
            "hidden", "hidden before",
            "expireAfterSeconds", "TTL",
            "partialFilterExpression", "partial",
            "collation", "collation");
    options.forEach(
        (option, kind) -> {
          if (spec.containsKey(option)) {
            kinds.add(kind);
          }
        });
    return kinds;
  }

  /** Notes which kinds a plan uses; a hidden index is none of them. */
  void note(BsonDocument command, Set<String> used) {
    if (random.nextInt(3) == 0) {
      BsonDocument reply =
          node.run(
              new BsonDocument("explain", command)
                  .append("verbosity", new BsonString("queryPlanner")));
      if (reply.getNumber("ok").intValue() == 1) {
        note(reply.getDocument("queryPlanner").getDocument("winningPlan"), command, used);
      }
    }
  }

  private void note(BsonDocument stage, BsonDocument command, Set<String> used) {
    if (stage.isString("indexName")) {
      String name = stage.getString("indexName").getValue();
      Checks.require(
          !hidden.contains(name), command.toJson() + " uses hidden " + name + ": " + stage);
      used.addAll(kinds.getOrDefault(name, Set.of()));
      if (stage.getBoolean("isMultiKey", BsonBoolean.FALSE).getValue()) {
        used.add("multikey");
      }
    }
    if (stage.isString("stage") && stage.getString("stage").getValue().contains("CLUSTERED")) {
      // Documents lie in its order there, so that no index is named.
      used.add("clustered");
    }
    for (BsonValue part : stage.values()) {
      if (part.isDocument()) {
        note(part.asDocument(), command, used);
      } else if (part.isArray()) {
        part.asArray().stream()
            .filter(BsonValue::isDocument)
            .forEach(each -> note(each.asDocument(), command, used));
      }
    }
  }
}
