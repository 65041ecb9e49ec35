package dev.meerkat.engine.parameter;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.BatchOutcome;
import dev.meerkat.engine.collection.UpdateRequest;
import dev.meerkat.engine.collection.UpdateStatement;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * The version whose features the data may use. It is kept in {@code admin.system.version}; no
 * feature of this server depends on it. Threads: safe; changes are guarded by this.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/setFeatureCompatibilityVersion/">setFeatureCompatibilityVersion</a>
 */
public final class FeatureCompatibility {
  private static final KeptDocuments KEPT =
      new KeptDocuments(new Namespace("admin", "system.version"));
  private static final BsonString ID = new BsonString("featureCompatibilityVersion");
  private static final String LATEST = "8.2";
  private static final List<String> VERSIONS = List.of("8.0", "8.1", LATEST);

  private volatile String version = LATEST;
  private volatile boolean isKept;

  /** Reads what was set before the server was started. */
  public void load(Engine engine) {
    for (BsonDocument document : KEPT.load(engine)) {
      if (ID.equals(document.get("_id")) && document.isString("version")) {
        version = document.getString("version").getValue();
        isKept = true;
      }
    }
  }

  /**
   * Keeps the version where nothing is kept yet: as in mongod, the document is there from the first
   * start on, and with it the database {@code admin}.
   */
  public synchronized void keep(Engine engine) {
    if (isKept) {
      return;
    }
    UpdateStatement statement =
        new UpdateStatement(
            new BsonDocument("_id", ID),
            document(version),
            null,
            false,
            true,
            null,
            null,
            null,
            null);
    UpdateRequest request =
        new UpdateRequest(
            KEPT.namespace(), List.of(statement), true, null, new int[0], null, true, false);
    try (Operation operation =
        engine.operations().beginInternal(KEPT.namespace().database(), "update")) {
      BatchOutcome outcome = engine.writes().update(operation, request);
      if (!outcome.errors().isEmpty()) {
        throw outcome.errors().getFirst().toException();
      }
    }
    isKept = true;
  }

  private static BsonDocument document(String version) {
    return new BsonDocument("_id", ID).append("version", new BsonString(version));
  }

  /** The version in force, in the shape of the parameter {@code featureCompatibilityVersion}. */
  public BsonDocument value() {
    return new BsonDocument("version", new BsonString(version));
  }

  /**
   * Fails where a version cannot be set.
   *
   * @throws ServerException 4926900
   */
  public void check(String wanted) {
    if (!VERSIONS.contains(wanted)) {
      throw new ServerException(
          ErrorCode.location(4926900),
          "Invalid feature compatibility version value '"
              + (wanted.length() > 20 ? wanted.substring(0, 20) + "…" : wanted)
              + "'. Expected one of the following versions: "
              + String.join(", ", VERSIONS));
    }
  }

  /** Sets the version, and keeps it. */
  public synchronized void set(Operation operation, String wanted) {
    check(wanted);
    if (!wanted.equals(version)) {
      KEPT.put(operation, document(wanted));
      version = wanted;
    }
  }
}
