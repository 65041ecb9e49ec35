package dev.meerkat.crash.load;

import static dev.meerkat.crash.load.Documents.command;
import static dev.meerkat.crash.load.Violation.require;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonMinKey;
import org.bson.BsonValue;

/**
 * One collection after a crash: its documents, read by a scan of the collection, and whether each
 * index, the count that is kept, and {@code validate} say the same. Threads: confined.
 */
final class CollectionCheck {
  private static final long DUPLICATE_KEY = 11000;

  private final ServerConnection connection;
  private final String namespace;
  private final String database;
  private final String name;
  private final TreeMap<Long, BsonDocument> documents = new TreeMap<>();
  private final Map<String, BsonDocument> indexes = new TreeMap<>();

  CollectionCheck(ServerConnection connection, String namespace) {
    this.connection = connection;
    this.namespace = namespace;
    this.database = Documents.split(namespace).getKey();
    this.name = Documents.split(namespace).getValue();
  }

  /** Reads and checks everything. */
  CollectionCheck run() throws IOException {
    for (BsonValue index : connection.requireAll(database, Documents.of("listIndexes", name))) {
      BsonDocument spec = index.asDocument();
      indexes.put(spec.getString("name").getValue(), spec);
    }
    for (BsonValue value : find(new BsonDocument(), Documents.of("$natural", 1))) {
      BsonDocument document = value.asDocument();
      BsonDocument twice = documents.put(id(document), document);
      require(twice == null, () -> namespace + " has twice " + document);
    }
    checkCounts();
    for (BsonDocument index : indexes.values()) {
      checkIndex(index);
    }
    checkValidate();
    if (indexes.containsKey("u_1")) {
      checkUnique();
    }
    return this;
  }

  Iterable<BsonDocument> documents() {
    return documents.values();
  }

  Set<String> indexNames() {
    return indexes.keySet();
  }

  private BsonArray find(BsonDocument filter, BsonValue hint) throws IOException {
    return connection.requireAll(
        database, Documents.of("find", name, "filter", filter, "hint", hint));
  }

  private static long id(BsonDocument document) {
    return document.getInt64("_id").getValue();
  }

  /** The count that is kept beside the documents. */
  private void checkCounts() throws IOException {
    long kept = connection.require(command("count", namespace)).getNumber("n").longValue();
    require(
        kept == documents.size(),
        () -> namespace + " counts " + kept + ", a scan " + documents.size());
  }

  private void checkIndex(BsonDocument index) throws IOException {
    String indexName = index.getString("name").getValue();
    Set<Long> found = new HashSet<>();
    for (BsonValue value : find(new BsonDocument(), index.get("name"))) {
      BsonDocument document = value.asDocument();
      require(
          found.add(id(document)),
          () -> "index " + indexName + " of " + namespace + " finds twice " + document);
      require(
          document.equals(documents.get(id(document))),
          () -> "index " + indexName + " of " + namespace + " finds " + document);
    }
    require(
        found.equals(documents.keySet()),
        () -> "index %s of %s lacks %s".formatted(indexName, namespace, missing(found)));
    checkKeys(index);
  }

  private Set<Long> missing(Set<Long> found) {
    Set<Long> missing = new TreeSet<>(documents.keySet());
    missing.removeAll(found);
    return missing;
  }

  /** The first field's values as a range over the index meets them, against the documents'. */
  private void checkKeys(BsonDocument index) throws IOException {
    BsonDocument key = index.getDocument("key");
    String field = key.getFirstKey();
    List<Long> expected = new ArrayList<>();
    for (BsonDocument document : documents.values()) {
      if (document.isNumber(field)) {
        expected.add(document.getNumber(field).longValue());
      }
    }
    if (expected.size() != documents.size()) {
      return;
    }
    List<Long> found = new ArrayList<>();
    BsonDocument all = Documents.of(field, Documents.of("$gte", new BsonMinKey()));
    BsonDocument projection = Documents.of(field, 1, "_id", field.equals("_id") ? 1 : 0);
    BsonDocument find =
        Documents.of(
            "find", name, "filter", all, "projection", projection, "hint", index.get("name"));
    for (BsonValue value : connection.requireAll(database, find)) {
      found.add(value.asDocument().getNumber(field).longValue());
    }
    expected.sort(null);
    if (key.getNumber(field).intValue() < 0) {
      expected.sort(java.util.Comparator.reverseOrder());
    }
    require(
        found.equals(expected),
        () ->
            "the keys of index %s of %s are not those of the documents"
                .formatted(index.getString("name").getValue(), namespace));
  }

  private void checkValidate() throws IOException {
    BsonDocument answer = connection.require(command("validate", namespace, "full", true));
    require(answer.getBoolean("valid").getValue(), () -> namespace + ": " + answer.toJson());
    require(
        answer.getNumber("nrecords").longValue() == documents.size(),
        () -> namespace + ": " + documents.size() + " documents, but " + answer.toJson());
    BsonDocument keys = answer.getDocument("keysPerIndex");
    require(
        keys.keySet().equals(indexes.keySet()), () -> namespace + ": " + indexes + ", but " + keys);
    for (BsonDocument index : indexes.values()) {
      String indexName = index.getString("name").getValue();
      long expected = keyCount(index.getDocument("key"));
      require(
          keys.getNumber(indexName).longValue() == expected,
          () ->
              "%s: index %s should have %d keys, but %s"
                  .formatted(namespace, indexName, expected, keys));
    }
  }

  /** One key for a document, but one for each of its different tags where those are indexed. */
  private long keyCount(BsonDocument key) {
    if (!key.containsKey("tags")) {
      return documents.size();
    }
    long count = 0;
    for (BsonDocument document : documents.values()) {
      count += Math.max(1, new HashSet<>(document.getArray("tags")).size());
    }
    return count;
  }

  /** No value is there twice, and none gets in once more. */
  private void checkUnique() throws IOException {
    Set<BsonValue> values = new HashSet<>();
    for (BsonDocument document : documents.values()) {
      require(values.add(document.get("u")), () -> namespace + " has u of " + document + " twice");
    }
    if (!documents.isEmpty()) {
      BsonDocument again = documents.firstEntry().getValue().clone();
      again.append("_id", Documents.of("_", -1L).get("_"));
      BsonDocument outline =
          Replies.outline(
              connection.call(command("insert", namespace, "documents", List.of(again))));
      require(
          outline.containsKey("writeErrors")
              && outline.getArray("writeErrors").get(0).asDocument().getInt64("code").getValue()
                  == DUPLICATE_KEY,
          () -> namespace + " takes u twice: " + again + " is answered by " + outline);
    }
  }
}
