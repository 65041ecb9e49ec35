package dev.meerkat.engine.collection;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonValue;

/** What the statements of a write command have done so far. Threads: confined to one operation. */
public final class BatchOutcome {
  private long matched;
  private long modified;
  private List<Upserted> upserted = List.of();
  private List<WriteError> errors = List.of();
  private List<Integer> retriedStatements = List.of();

  /**
   * A document inserted by an update with upsert.
   *
   * @param index of the statement in the batch, from 0
   */
  public record Upserted(int index, BsonValue id) {}

  /** The reply's {@code n}: documents inserted, matched or upserted, or deleted. */
  public long n() {
    return matched + upserted.size();
  }

  /** Documents that an update has changed. */
  public long modified() {
    return modified;
  }

  public List<Upserted> upserted() {
    return upserted;
  }

  public List<WriteError> errors() {
    return errors;
  }

  /** Statement ids that an earlier execution of the same retryable write had done. */
  public List<Integer> retriedStatements() {
    return retriedStatements;
  }

  void add(long moreMatched, long moreModified) {
    matched += moreMatched;
    modified += moreModified;
  }

  void add(Upserted document) {
    upserted = growing(upserted);
    upserted.add(document);
  }

  void add(WriteError error) {
    errors = growing(errors);
    errors.add(error);
  }

  void retried(int statementId) {
    retriedStatements = growing(retriedStatements);
    retriedStatements.add(statementId);
  }

  /** Nearly all commands have none of these. */
  private static <T> List<T> growing(List<T> list) {
    return list.isEmpty() ? new ArrayList<>() : list;
  }
}
