package dev.meerkat.engine.parameter;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * Whether users may write. It survives the server, in {@code config.user_writes_critical_sections}.
 * Threads: safe; changes are guarded by this.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/setUserWriteBlockMode/">setUserWriteBlockMode</a>
 */
public final class UserWriteBlock {
  private static final KeptDocuments KEPT =
      new KeptDocuments(new Namespace("config", "user_writes_critical_sections"));
  private static final BsonString ID = new BsonString("");
  private static final String REASON = "blockUserWritesReason";
  private static final ErrorCode USER_WRITES_BLOCKED = new ErrorCode(371, "UserWritesBlocked");
  private static final Set<String> OWN_DATABASES = Set.of("admin", "config", "local");

  /** Why users may not write, or null where they may. */
  private volatile @Nullable String reason;

  /** Reads what was set before the server was started. */
  public void load(Engine engine) {
    for (BsonDocument document : KEPT.load(engine)) {
      if (ID.equals(document.get("_id")) && document.isString(REASON)) {
        reason = document.getString(REASON).getValue();
      }
    }
  }

  /**
   * Keeps users from writing; nothing that was written before is still to be committed then.
   *
   * @throws ServerException 20 where they are kept from it for another reason
   */
  public synchronized void enable(Operation operation, String because) {
    String now = reason;
    if (now != null && !now.equals(because)) {
      throw new ServerException(
          ErrorCode.ILLEGAL_OPERATION,
          "Cannot acquire user writes critical section with different options than the already"
              + " existing one");
    }
    if (now == null) {
      // First, so that the turn in which it is kept comes after all writes that were let in.
      reason = because;
      boolean kept = false;
      try {
        KEPT.put(
            operation,
            new BsonDocument("_id", ID)
                .append("blockNewUserShardedDDL", BsonBoolean.FALSE)
                .append("blockUserWrites", BsonBoolean.TRUE)
                .append(REASON, new BsonString(because)));
        kept = true;
      } finally {
        reason = kept ? because : null;
      }
    }
  }

  /**
   * Lets users write again.
   *
   * @throws ServerException 20 where they are kept from it for another reason
   */
  public synchronized void disable(Operation operation, String because) {
    String now = reason;
    if (now != null && !now.equals(because)) {
      throw new ServerException(
          ErrorCode.ILLEGAL_OPERATION,
          "Cannot release user writes critical section with different reason than the already-set"
              + " reason");
    }
    if (now != null) {
      KEPT.remove(operation, ID);
      reason = null;
    }
  }

  /**
   * Fails where a database is not to be written to.
   *
   * @throws ServerException 371
   */
  public void check(String database) {
    if (reason != null && !OWN_DATABASES.contains(database)) {
      throw new ServerException(USER_WRITES_BLOCKED, "User writes blocked");
    }
  }
}
