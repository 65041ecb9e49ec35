package dev.meerkat.fuzz.simulator;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** Collections and indexes that come and go. Threads: confined to one thread. */
final class CatalogSteps {
  private final Session session;
  private final Samples samples;

  CatalogSteps(Session session, Samples samples) {
    this.session = session;
    this.samples = samples;
  }

  void createIndex(String name) {
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

  void dropIndex(String name) {
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

  void collections(String name) {
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
}
