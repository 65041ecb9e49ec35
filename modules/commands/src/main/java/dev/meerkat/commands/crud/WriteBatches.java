package dev.meerkat.commands.crud;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.BatchOutcome;
import dev.meerkat.engine.collection.PointId;
import dev.meerkat.engine.collection.WriteError;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommonFields;
import dev.meerkat.spi.command.Field;
import java.util.List;

/** What insert, update and delete have in common. Threads: immutable. */
final class WriteBatches {
  private static final int[] NONE = {};
  private static final byte[] N = BsonBytes.nameBytes("n");
  private static final byte[] Q = BsonBytes.nameBytes("q");

  private WriteBatches() {}

  static final Field ORDERED = Field.bool("ordered");
  static final Field BYPASS_VALIDATION = Field.safeBool("bypassDocumentValidation").unstable();
  static final Field KEEP_EMPTY_TIMESTAMPS = Field.bool("bypassEmptyTsReplacement");
  static final Field COLLECTION_UUID = Field.uuid("collectionUUID");

  static void checkSize(int statements) {
    if (statements == 0 || statements > Limits.MAX_WRITE_BATCH) {
      throw new ServerException(
          ErrorCode.INVALID_LENGTH,
          "Write batch sizes must be between 1 and %d. Got %d operations."
              .formatted(Limits.MAX_WRITE_BATCH, statements));
    }
  }

  /** Whether the only statement is for one {@code _id}: asked of bytes that nobody has checked. */
  static boolean isForOneId(List<DocumentView> statements) {
    if (statements.size() != 1) {
      return false;
    }
    DocumentView statement = statements.getFirst();
    int q = statement.find(Q);
    return q > 0
        && statement.array()[q] == BsonBytes.DOCUMENT
        && PointId.isOne(statement.array(), BsonBytes.valueOffset(statement.array(), q));
  }

  /** The statement ids of a retryable write: as given, or counted from the first; else none. */
  static int[] statementIds(CommonFields common, int statements) {
    if (common.transactionNumber() < 0 || common.isInTransaction()) {
      return NONE;
    }
    List<Integer> given = common.statementIds();
    if (given.size() > 1 && given.size() != statements) {
      throw new ServerException(
          ErrorCode.INVALID_LENGTH,
          "Number of statement ids must match the number of batch entries. Got "
              + given.size()
              + " statement ids but "
              + statements
              + " operations.");
    }
    if (given.isEmpty() && statements == 1) {
      // A statement's place is its id where none is given.
      return NONE;
    }
    int[] ids = new int[statements];
    int first = given.isEmpty() ? 0 : given.getFirst();
    for (int i = 0; i < statements; i++) {
      ids[i] = given.size() == statements ? given.get(i) : first + i;
    }
    return ids;
  }

  /**
   * Writes {@code n}, and what there is of {@code writeErrors} and retried statements; a client
   * that wants no acknowledgement gets no errors.
   */
  static void reply(Operation operation, BatchOutcome outcome, DocumentBuilder reply) {
    boolean silent = operation.common().writeConcern().isUnacknowledged();
    if (!outcome.errors().isEmpty() && !silent) {
      reply.beginArray("writeErrors");
      for (WriteError error : outcome.errors()) {
        reply.append(reply.nextIndex(), error.toBson());
      }
      reply.end();
    }
    reply.appendInt32(N, Math.toIntExact(outcome.n()));
    if (!outcome.retriedStatements().isEmpty()) {
      reply.beginArray("retriedStmtIds");
      for (int statement : outcome.retriedStatements()) {
        reply.appendInt32(reply.nextIndex(), statement);
      }
      reply.end();
    }
  }
}
