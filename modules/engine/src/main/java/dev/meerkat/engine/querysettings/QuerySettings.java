package dev.meerkat.engine.querysettings;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.parameter.KeptDocuments;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What was set for queries by their shape: they are refused, or may use certain indexes alone. It
 * is kept among the cluster parameters and survives the server. Threads: safe; changes are guarded
 * by this.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/setQuerySettings/">setQuerySettings</a>
 */
public final class QuerySettings {
  private static final KeptDocuments KEPT =
      new KeptDocuments(new Namespace("config", "clusterParameters"));
  private static final BsonString ID = new BsonString("querySettings");
  private static final String ARRAY = "settingsArray";
  private static final ErrorCode QUERY_REJECTED = new ErrorCode(411, "QueryRejectedBySettings");
  private static final Set<String> OWN_DATABASES = Set.of("admin", "config", "local");

  private volatile Map<String, QuerySetting> settings = Map.of();

  /** Reads what was set before the server was started. */
  public void load(Engine engine) {
    for (BsonDocument document : KEPT.load(engine)) {
      if (ID.equals(document.get("_id")) && document.isArray(ARRAY)) {
        Map<String, QuerySetting> stored = new LinkedHashMap<>();
        for (BsonValue value : document.getArray(ARRAY)) {
          QuerySetting setting = QuerySetting.parse(value.asDocument());
          stored.put(setting.hash(), setting);
        }
        settings = stored;
      }
    }
  }

  /** All of them. */
  public List<QuerySetting> all() {
    return new ArrayList<>(settings.values());
  }

  /**
   * Sets something for a shape, over what is set already.
   *
   * @param query a find, distinct or aggregate command with its {@code $db}
   * @throws ServerException what is wrong with the query or the settings
   */
  public QuerySetting set(Operation operation, BsonDocument query, BsonDocument given) {
    QueryShape shape = shape(query);
    check(shape);
    return set(operation, shape.hash(), given, query);
  }

  /** As {@link #set(Operation, BsonDocument, BsonDocument)}, by a shape's hash. */
  public QuerySetting set(Operation operation, String hash, BsonDocument given) {
    return set(operation, QueryShape.checkHash(hash), given, null);
  }

  private synchronized QuerySetting set(
      Operation operation, String hash, BsonDocument given, @Nullable BsonDocument query) {
    QuerySetting before = settings.get(hash);
    BsonDocument merged =
        QuerySetting.merge(before == null ? new BsonDocument() : before.settings(), given);
    BsonDocument representative = before == null || query != null ? query : before.query();
    QuerySetting setting = new QuerySetting(hash, merged, representative);
    Map<String, QuerySetting> changed = new LinkedHashMap<>(settings);
    changed.put(hash, setting);
    keep(operation, changed);
    return setting;
  }

  /** Removes what is set for a shape; nothing where nothing is. */
  public void remove(Operation operation, BsonDocument query) {
    remove(operation, shape(query).hash());
  }

  /** As {@link #remove(Operation, BsonDocument)}, by a shape's hash. */
  public synchronized void remove(Operation operation, String given) {
    String hash = QueryShape.checkHash(given);
    if (settings.containsKey(hash)) {
      Map<String, QuerySetting> changed = new LinkedHashMap<>(settings);
      changed.remove(hash);
      keep(operation, changed);
    }
  }

  /**
   * What is set for the command that an operation runs, or explains; null for most.
   *
   * @throws ServerException 411 where the command is refused
   */
  public @Nullable QuerySetting admit(Operation operation) {
    if (settings.isEmpty()) {
      return null;
    }
    BsonDocument command = operation.body().toBson();
    boolean explained = operation.command().equals("explain") && command.isDocument("explain");
    if (explained) {
      command = command.getDocument("explain");
    }
    QueryShape shape = QueryShape.of(operation.database(), command);
    QuerySetting setting = shape == null ? null : settings.get(shape.hash());
    if (setting != null && setting.rejects() && !explained) {
      throw new ServerException(QUERY_REJECTED, "Query rejected by admin query settings");
    }
    return setting;
  }

  /** The only indexes that a query of the command may use, or null for any. */
  public @Nullable BsonArray indexes(Operation operation, Namespace namespace) {
    QuerySetting setting = operation.querySetting();
    return setting == null ? null : setting.indexes(namespace);
  }

  private void keep(Operation operation, Map<String, QuerySetting> changed) {
    BsonTimestamp time = operation.engine().turns().lastCommitted();
    BsonArray array = new BsonArray();
    changed.values().forEach(setting -> array.add(setting.toBson()));
    KEPT.put(
        operation,
        new BsonDocument("_id", ID).append("clusterParameterTime", time).append(ARRAY, array));
    settings = Collections.unmodifiableMap(changed);
  }

  private static QueryShape shape(BsonDocument query) {
    if (!query.containsKey("$db")) {
      throw new ServerException(
          ErrorCode.IDL_MISSING_FIELD, "BSON field '$db' is missing but a required field");
    }
    if (!query.isString("$db")) {
      throw new ServerException(ErrorCode.TYPE_MISMATCH, "BSON field '$db' is no string");
    }
    String database = query.getString("$db").getValue();
    if (database.isEmpty()) {
      throw new ServerException(ErrorCode.INVALID_NAMESPACE, "Database name must not be empty");
    }
    QueryShape shape = QueryShape.of(database, query);
    if (shape == null) {
      throw new ServerException(
          ErrorCode.location(7746402),
          "QueryShape can not be computed for command: " + query.getFirstKey());
    }
    return shape;
  }

  private static void check(QueryShape shape) {
    Namespace namespace = shape.namespace();
    if (OWN_DATABASES.contains(namespace.database())
        || namespace.collection().startsWith("system.")) {
      throw new ServerException(
          ErrorCode.location(8584900),
          "setQuerySettings command cannot be used on internal databases and collections");
    }
    if (shape.isIdLookup()) {
      throw new ServerException(
          ErrorCode.location(7746606),
          "setQuerySettings command cannot be used on find queries that are eligible for IDHACK");
    }
  }
}
