package dev.meerkat.spectests;

import com.mongodb.client.MongoClient;
import dev.meerkat.spectests.unified.ValueMatcher;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * What decides whether a test may run on a server. Threads: immutable.
 *
 * @param topology {@code single} or {@code replicaset}
 */
record ServerFacts(List<Integer> version, String topology, BsonDocument parameters) {

  static ServerFacts of(MongoClient client) {
    var admin = client.getDatabase("admin");
    BsonDocument build =
        admin.runCommand(new BsonDocument("buildInfo", new BsonInt32(1)), BsonDocument.class);
    BsonDocument hello =
        admin.runCommand(new BsonDocument("hello", new BsonInt32(1)), BsonDocument.class);
    BsonDocument parameters =
        admin.runCommand(new BsonDocument("getParameter", new BsonString("*")), BsonDocument.class);
    return new ServerFacts(
        parse(build.getString("version").getValue()),
        hello.containsKey("setName") ? "replicaset" : "single",
        parameters);
  }

  /** Whether one of the requirements is met. */
  boolean meets(List<BsonValue> requirements) {
    return requirements.isEmpty()
        || requirements.stream().anyMatch(requirement -> meets(requirement.asDocument()));
  }

  private boolean meets(BsonDocument requirement) {
    for (var condition : requirement.entrySet()) {
      BsonValue value = condition.getValue();
      boolean met =
          switch (condition.getKey()) {
            case "minServerVersion" -> compare(version, parse(value.asString().getValue())) >= 0;
            case "maxServerVersion" -> compare(version, parse(value.asString().getValue())) <= 0;
            case "topologies" -> value.asArray().contains(new BsonString(topology));
            case "auth" -> !value.asBoolean().getValue();
            case "csfle" -> value.isBoolean() && !value.asBoolean().getValue();
            case "serverless" -> !value.asString().getValue().equals("require");
            case "serverParameters" -> hasParameters(value.asDocument());
            default -> false;
          };
      if (!met) {
        return false;
      }
    }
    return true;
  }

  private boolean hasParameters(BsonDocument wanted) {
    for (var parameter : wanted.entrySet()) {
      if (!ValueMatcher.sameValue(parameter.getValue(), parameters.get(parameter.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static List<Integer> parse(String version) {
    List<Integer> parts = new ArrayList<>();
    for (String part : version.split("[.-]", -1)) {
      if (part.chars().allMatch(Character::isDigit) && !part.isEmpty()) {
        parts.add(Integer.parseInt(part));
      }
    }
    return parts;
  }

  /** A part that one of them lacks counts as anything: 8.2 is at most 8.2.99. */
  private static int compare(List<Integer> actual, List<Integer> bound) {
    for (int i = 0; i < Math.min(actual.size(), bound.size()); i++) {
      int comparison = Integer.compare(actual.get(i), bound.get(i));
      if (comparison != 0) {
        return comparison;
      }
    }
    return 0;
  }
}
