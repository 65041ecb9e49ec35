package dev.meerkat.spectests;

import com.mongodb.client.MongoClient;
import dev.meerkat.spectests.unified.ValueMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What decides whether a test may run on a server. Threads: immutable.
 *
 * @param topology {@code single}, {@code replicaset} or {@code sharded}
 * @param hasAuth whether clients have to say who they are
 */
record ServerFacts(
    List<Integer> version, String topology, boolean hasAuth, BsonDocument parameters) {

  private static final String TOPOLOGIES = "topologies";

  static ServerFacts of(MongoClient client) {
    var admin = client.getDatabase("admin");
    BsonDocument build =
        admin.runCommand(new BsonDocument("buildInfo", new BsonInt32(1)), BsonDocument.class);
    BsonDocument hello =
        admin.runCommand(new BsonDocument("hello", new BsonInt32(1)), BsonDocument.class);
    BsonDocument parameters =
        admin.runCommand(new BsonDocument("getParameter", new BsonString("*")), BsonDocument.class);
    BsonDocument options =
        admin.runCommand(new BsonDocument("getCmdLineOpts", new BsonInt32(1)), BsonDocument.class);
    return new ServerFacts(
        parse(build.getString("version").getValue()),
        topology(hello),
        hasAuth(options),
        parameters);
  }

  private static String topology(BsonDocument hello) {
    if (hello.getString("msg", new BsonString("")).getValue().equals("isdbgrid")) {
      return "sharded";
    }
    return hello.containsKey("setName") ? "replicaset" : "single";
  }

  private static boolean hasAuth(BsonDocument options) {
    BsonDocument security =
        options
            .getDocument("parsed", new BsonDocument())
            .getDocument("security", new BsonDocument());
    return security
        .getString("authorization", new BsonString("disabled"))
        .getValue()
        .equals("enabled");
  }

  /**
   * Why a test may not run: what the nearest alternative of its requirements asks for, or null
   * where one of them is met.
   */
  @Nullable String unmet(List<BsonValue> requirements) {
    SortedSet<String> topologies = new TreeSet<>();
    SortedSet<String> others = new TreeSet<>();
    for (BsonValue requirement : requirements) {
      String reason = unmet(requirement.asDocument());
      if (reason == null) {
        return null;
      }
      if (reason.equals(TOPOLOGIES)) {
        requirement
            .asDocument()
            .getArray(TOPOLOGIES)
            .forEach(name -> topologies.add(name.asString().getValue()));
      } else {
        others.add(reason);
      }
    }
    if (!others.isEmpty()) {
      return "needs " + String.join(", or ", others);
    }
    return topologies.isEmpty() ? null : "needs the topology " + String.join(" or ", topologies);
  }

  /** The first condition that is not met; the topology before all others. */
  private @Nullable String unmet(BsonDocument requirement) {
    if (requirement.containsKey(TOPOLOGIES)
        && requirement.getArray(TOPOLOGIES).stream()
            .noneMatch(name -> isTopology(name.asString().getValue()))) {
      return TOPOLOGIES;
    }
    for (Map.Entry<String, BsonValue> condition : requirement.entrySet()) {
      String reason = unmet(condition.getKey(), condition.getValue());
      if (reason != null) {
        return reason;
      }
    }
    return null;
  }

  private boolean isTopology(String name) {
    return name.equals(topology)
        || (topology.equals("sharded") && name.equals("sharded-replicaset"));
  }

  private @Nullable String unmet(String condition, BsonValue value) {
    return switch (condition) {
      case "minServerVersion" -> {
        String bound = value.asString().getValue();
        yield compare(version, parse(bound)) >= 0 ? null : "a server of version " + bound;
      }
      case "maxServerVersion" -> {
        String bound = value.asString().getValue();
        yield compare(version, parse(bound)) <= 0 ? null : "a server before version " + bound;
      }
      case TOPOLOGIES -> null;
      case "auth" -> {
        boolean wanted = value.asBoolean().getValue();
        yield wanted == hasAuth ? null : wanted ? "authentication" : "no authentication";
      }
      case "authMechanism" -> "the mechanism " + value.asString().getValue();
      case "csfle" ->
          value.isBoolean() && !value.asBoolean().getValue() ? null : "client-side encryption";
      case "serverless" ->
          value.asString().getValue().equals("require") ? "a serverless instance" : null;
      case "serverParameters" -> unmetParameter(value.asDocument());
      default -> "the unknown requirement " + condition;
    };
  }

  private @Nullable String unmetParameter(BsonDocument wanted) {
    for (var parameter : wanted.entrySet()) {
      if (!ValueMatcher.sameValue(parameter.getValue(), parameters.get(parameter.getKey()))) {
        return "the server parameter " + parameter.getKey();
      }
    }
    return null;
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
