package dev.meerkat.crash.load;

import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Short forms for documents. Threads: stateless. */
final class Documents {
  private Documents() {}

  /** A document of names and values in turn. */
  static BsonDocument of(Object... fields) {
    BsonDocument document = new BsonDocument();
    for (int i = 0; i < fields.length; i += 2) {
      document.append((String) fields[i], value(fields[i + 1]));
    }
    return document;
  }

  static BsonArray array(List<?> values) {
    BsonArray array = new BsonArray();
    values.forEach(value -> array.add(value(value)));
    return array;
  }

  /** The database and the collection of a namespace. */
  static Map.Entry<String, String> split(String namespace) {
    int dot = namespace.indexOf('.');
    return Map.entry(namespace.substring(0, dot), namespace.substring(dot + 1));
  }

  /** A command on a collection: its name, the collection, then names and values in turn. */
  static BsonDocument command(String name, String namespace, Object... fields) {
    Map.Entry<String, String> parts = split(namespace);
    BsonDocument command = of(name, parts.getValue());
    command.putAll(of(fields));
    return command.append("$db", new BsonString(parts.getKey()));
  }

  static BsonValue value(Object value) {
    return switch (value) {
      case BsonValue bson -> bson;
      case String text -> new BsonString(text);
      case Integer number -> new BsonInt32(number);
      case Long number -> new BsonInt64(number);
      case Boolean truth -> BsonBoolean.valueOf(truth);
      case List<?> list -> array(list);
      default -> throw new IllegalArgumentException("no short form of " + value);
    };
  }
}
