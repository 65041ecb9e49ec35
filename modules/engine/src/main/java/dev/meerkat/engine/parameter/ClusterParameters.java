package dev.meerkat.engine.parameter;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;

/**
 * The cluster parameters in force. What was set lives in {@code config.clusterParameters}, a
 * document each, and survives the server. Threads: safe; changes are guarded by this.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/cluster-parameters/">Cluster
 *     parameters</a>
 */
public final class ClusterParameters {
  private static final KeptDocuments KEPT =
      new KeptDocuments(new Namespace("config", "clusterParameters"));
  private static final String TIME = "clusterParameterTime";

  private final Map<String, ClusterParameter> known = new LinkedHashMap<>();
  private volatile Map<String, BsonDocument> values = Map.of();
  private volatile long defaultMaxTimeMillis;

  public ClusterParameters() {
    Map<String, BsonDocument> initial = new LinkedHashMap<>();
    for (ClusterParameter parameter : ClusterParameter.ALL) {
      known.put(parameter.name(), parameter);
      initial.put(parameter.name(), document(parameter, new BsonTimestamp(), parameter.initial()));
    }
    publish(initial);
  }

  /** Reads what was set before the server was started. */
  public void load(Engine engine) {
    Map<String, BsonDocument> changed = new LinkedHashMap<>(values);
    for (BsonDocument document : KEPT.load(engine)) {
      BsonValue name = document.get("_id", new BsonString(""));
      if (name.isString() && known.containsKey(name.asString().getValue())) {
        changed.put(name.asString().getValue(), document);
      }
    }
    publish(changed);
  }

  /** The names of all parameters, sorted. */
  public List<String> names() {
    return new ArrayList<>(values.keySet());
  }

  /**
   * A parameter as {@code getClusterParameter} shows it: its name, when it was set, and its fields.
   *
   * @throws ServerException 4 for a name that there is not
   */
  public BsonDocument value(String name) {
    BsonDocument value = values.get(name);
    if (value == null) {
      throw unknown(name);
    }
    return value;
  }

  /** Milliseconds that a read may take that does not say it itself, or 0 for no limit. */
  public long defaultMaxTimeMillis() {
    return defaultMaxTimeMillis;
  }

  /**
   * Sets a parameter, and keeps it.
   *
   * @throws ServerException 4 for a name that there is not, 2, 14, 40415 … for what is no value
   */
  public synchronized void set(Operation operation, String name, BsonValue given) {
    ClusterParameter parameter = known.get(name);
    if (parameter == null) {
      throw unknown(name);
    }
    if (!(given instanceof BsonDocument fields)) {
      throw new ServerException(ErrorCode.BAD_VALUE, "Cluster parameter value must be an object");
    }
    BsonDocument complete = parameter.complete().apply(fields);
    BsonDocument document =
        document(parameter, operation.engine().turns().lastCommitted(), complete);
    KEPT.put(operation, document);
    Map<String, BsonDocument> changed = new LinkedHashMap<>(values);
    changed.put(name, document);
    publish(changed);
  }

  private void publish(Map<String, BsonDocument> changed) {
    values = Collections.unmodifiableMap(changed);
    BsonDocument maxTime = value(ClusterParameter.DEFAULT_MAX_TIME);
    defaultMaxTimeMillis =
        maxTime.isNumber("readOperations") ? maxTime.getNumber("readOperations").longValue() : 0;
  }

  private static BsonDocument document(
      ClusterParameter parameter, BsonTimestamp time, BsonDocument fields) {
    BsonDocument document =
        new BsonDocument("_id", new BsonString(parameter.name())).append(TIME, time);
    document.putAll(fields);
    return document;
  }

  private static ServerException unknown(String name) {
    return new ServerException(ErrorCode.NO_SUCH_KEY, "Unknown server parameter: " + name);
  }
}
