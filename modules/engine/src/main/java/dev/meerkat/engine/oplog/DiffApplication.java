package dev.meerkat.engine.oplog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * Applies the {@code diff} of an oplog entry to a document, any number of times with the same
 * outcome. Threads: immutable.
 */
public final class DiffApplication {
  private DiffApplication() {}

  /** The document after a diff; {@code before} stays as it is. */
  public static BsonDocument apply(BsonDocument before, BsonDocument diff) {
    BsonDocument after = new BsonDocument();
    BsonDocument inserted = part(diff, "i");
    BsonDocument updated = part(diff, "u");
    BsonDocument deleted = part(diff, "d");
    for (Map.Entry<String, BsonValue> field : before.entrySet()) {
      String name = field.getKey();
      if (deleted.containsKey(name) || inserted.containsKey(name)) {
        continue;
      }
      if (updated.containsKey(name)) {
        after.put(name, updated.get(name));
      } else {
        after.put(name, within(field.getValue(), diff, "s" + name));
      }
    }
    updated.forEach(after::putIfAbsent);
    after.putAll(inserted);
    return after;
  }

  private static BsonDocument part(BsonDocument diff, String name) {
    return diff.isDocument(name) ? diff.getDocument(name) : new BsonDocument();
  }

  private static BsonValue within(BsonValue value, BsonDocument diff, String name) {
    if (!diff.isDocument(name)) {
      return value;
    }
    BsonDocument sub = diff.getDocument(name);
    boolean isArray = sub.isBoolean("a") && sub.getBoolean("a").getValue();
    if (isArray) {
      return value.isArray() ? apply(value.asArray(), sub) : value;
    }
    return value.isDocument() ? apply(value.asDocument(), sub) : value;
  }

  private static BsonArray apply(BsonArray before, BsonDocument diff) {
    List<BsonValue> after = new ArrayList<>(before);
    if (diff.isNumber("l")) {
      int length = diff.getNumber("l").intValue();
      while (after.size() > length) {
        after.removeLast();
      }
    }
    for (Map.Entry<String, BsonValue> change : diff.entrySet()) {
      String name = change.getKey();
      if (name.length() > 1) {
        int index = Integer.parseInt(name.substring(1));
        while (after.size() <= index) {
          after.add(BsonNull.VALUE);
        }
        after.set(
            index,
            name.charAt(0) == 'u' ? change.getValue() : within(after.get(index), diff, name));
      }
    }
    return new BsonArray(after);
  }
}
