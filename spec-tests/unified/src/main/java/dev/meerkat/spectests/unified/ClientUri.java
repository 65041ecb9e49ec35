package dev.meerkat.spectests.unified;

import com.mongodb.ConnectionString;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** The server's connection string with a test's own options. Threads: immutable. */
public final class ClientUri {
  private ClientUri() {}

  /**
   * @param options override those that the connection string has
   * @param oneHost whether only the first of several addresses is used
   */
  public static ConnectionString with(
      ConnectionString server, BsonDocument options, boolean oneHost) {
    String whole = server.getConnectionString();
    int question = whole.indexOf('?');
    String before = question < 0 ? whole : whole.substring(0, question);
    Set<String> overridden = new TreeSet<>();
    List<String> query = new ArrayList<>();
    for (var option : options.entrySet()) {
      overridden.add(option.getKey().toLowerCase(Locale.ROOT));
      query.add(option.getKey() + "=" + encode(option.getValue()));
    }
    // The one excludes the other.
    if (overridden.contains("directconnection")) {
      overridden.add("replicaset");
    } else if (overridden.contains("replicaset")) {
      overridden.add("directconnection");
    }
    if (question >= 0) {
      for (String old : whole.substring(question + 1).split("&", -1)) {
        if (!old.isEmpty() && !overridden.contains(name(old))) {
          query.add(old);
        }
      }
    }
    return new ConnectionString(
        (oneHost ? firstHost(before, server) : before)
            + (before.indexOf('/', "mongodb://".length()) < 0 ? "/" : "")
            + "?"
            + String.join("&", query));
  }

  private static String firstHost(String before, ConnectionString server) {
    List<String> hosts = server.getHosts();
    return before.replace(String.join(",", hosts), hosts.getFirst());
  }

  private static String name(String option) {
    int equals = option.indexOf('=');
    return (equals < 0 ? option : option.substring(0, equals)).toLowerCase(Locale.ROOT);
  }

  private static String encode(BsonValue value) {
    String text =
        switch (value.getBsonType()) {
          case STRING -> value.asString().getValue();
          case BOOLEAN -> String.valueOf(value.asBoolean().getValue());
          case INT32, INT64, DOUBLE -> String.valueOf(value.asNumber().longValue());
          default -> throw new TestFailure("a URI option of type " + value.getBsonType());
        };
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
