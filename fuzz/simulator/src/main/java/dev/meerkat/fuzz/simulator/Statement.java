package dev.meerkat.fuzz.simulator;

import static java.util.Objects.requireNonNull;

import dev.meerkat.spi.BsonBytes;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** One statement of a write, and what it does to the model. Threads: immutable. */
sealed interface Statement {
  int DUPLICATE_KEY = 11000;

  /**
   * What a statement comes to.
   *
   * @param code the error's code, or 0
   */
  record Outcome(int n, int modified, @Nullable BsonValue upserted, int code) {
    static final Outcome NOTHING = new Outcome(0, 0, null, 0);
    static final Outcome DUPLICATE = new Outcome(0, 0, null, DUPLICATE_KEY);
  }

  /** As the command carries it. */
  BsonDocument toBson();

  Outcome apply(Model model, String collection);

  /** A document that is inserted. */
  record Insert(BsonDocument document) implements Statement {
    @Override
    public BsonDocument toBson() {
      return document;
    }

    @Override
    public Outcome apply(Model model, String collection) {
      return model.require(collection).insert(document)
          ? new Outcome(1, 0, null, 0)
          : Outcome.DUPLICATE;
    }
  }

  /** A change of one document by its _id, or of all that match. */
  record Change(BsonDocument q, BsonDocument u, boolean multi, boolean upsert)
      implements Statement {
    @Override
    public BsonDocument toBson() {
      return new BsonDocument("q", q)
          .append("u", u)
          .append("multi", BsonBoolean.valueOf(multi))
          .append("upsert", BsonBoolean.valueOf(upsert));
    }

    @Override
    public Outcome apply(Model model, String collection) {
      Model.Contents contents = model.collections.get(collection);
      List<Long> places = contents == null ? List.of() : contents.matching(q);
      if (contents == null || places.isEmpty()) {
        return upsert ? insert(model.require(collection)) : Outcome.NOTHING;
      }
      int modified = 0;
      for (long place : places) {
        BsonDocument before = requireNonNull(contents.records.get(place));
        BsonDocument after = changed(before, u);
        if (!contents.isFree(after, place)) {
          return Outcome.DUPLICATE;
        }
        modified += isSame(before, after) ? 0 : 1;
        contents.records.put(place, after);
      }
      return new Outcome(places.size(), modified, null, 0);
    }

    private Outcome insert(Model.Contents contents) {
      BsonDocument fresh = changed(new BsonDocument("_id", q.get("_id")), u);
      return contents.insert(fresh) ? new Outcome(1, 0, q.get("_id"), 0) : Outcome.DUPLICATE;
    }
  }

  /** The removal of one document by its _id, or of all that match. */
  record Removal(BsonDocument q, boolean one) implements Statement {
    @Override
    public BsonDocument toBson() {
      return new BsonDocument("q", q).append("limit", new BsonInt32(one ? 1 : 0));
    }

    @Override
    public Outcome apply(Model model, String collection) {
      Model.Contents contents = model.collections.get(collection);
      if (contents == null) {
        return Outcome.NOTHING;
      }
      List<Long> places = contents.matching(q);
      places.forEach(place -> contents.records.remove(place));
      return new Outcome(places.size(), 0, null, 0);
    }
  }

  /** A document after an update of one operator on one field, or a replacement. */
  static BsonDocument changed(BsonDocument before, BsonDocument u) {
    String name = u.isEmpty() ? "" : u.getFirstKey();
    if (!name.startsWith("$")) {
      BsonDocument after = new BsonDocument("_id", before.get("_id"));
      after.putAll(u);
      return after;
    }
    BsonDocument after = before.clone();
    String field = u.getDocument(name).getFirstKey();
    BsonValue operand = requireNonNull(u.getDocument(name).get(field));
    BsonValue old = before.get(field);
    switch (name) {
      case "$set" -> after.put(field, operand);
      case "$unset" -> after.remove(field);
      case "$inc" ->
          after.put(field, old == null ? operand : sum(old, operand.asInt32().getValue()));
      case "$push" -> {
        BsonArray array = new BsonArray();
        if (old != null) {
          array.addAll(old.asArray());
        }
        array.add(operand);
        after.put(field, array);
      }
      default -> throw new IllegalArgumentException(name);
    }
    return after;
  }

  private static BsonValue sum(BsonValue old, int more) {
    return old.isInt32()
        ? new BsonInt32(old.asInt32().getValue() + more)
        : new BsonInt64(old.asInt64().getValue() + more);
  }

  /** Whether two documents are the same, byte for byte. */
  static boolean isSame(BsonDocument a, BsonDocument b) {
    return Arrays.equals(BsonBytes.encode(a), BsonBytes.encode(b));
  }

  /** A document, or null as the reply of findAndModify has it. */
  static BsonValue orNull(@Nullable BsonDocument document) {
    return document == null ? BsonNull.VALUE : document;
  }
}
