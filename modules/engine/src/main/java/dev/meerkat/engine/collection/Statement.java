package dev.meerkat.engine.collection;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.plan.Hint;
import dev.meerkat.engine.plan.PlanQuery;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.storage.Durability;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What all statements that change matching documents have in common: a parsed filter, the search
 * for candidates outside the turn, and the second look at each inside. Threads: confined to one
 * operation.
 */
final class Statement implements AutoCloseable {
  /** Candidates that a sort keeps; where all are changed meanwhile the search begins again. */
  private static final int SORTED_CANDIDATES = 8;

  /** Documents that one turn changes. */
  private static final int CHUNK = 256;

  private final Engine engine;
  private final Operation operation;
  private final Namespace namespace;
  private final Execution execution;
  private final QueryScope scope;
  private final Filter filter;
  private final Hint hint;
  private final @Nullable SortPattern sort;
  private final @Nullable BsonValue pointId;

  /**
   * @param sort which of several matching documents is meant, or null
   */
  Statement(
      Operation operation,
      Namespace namespace,
      BsonDocument q,
      @Nullable BsonValue hint,
      @Nullable BsonDocument collation,
      @Nullable BsonDocument let,
      @Nullable BsonDocument sort) {
    this.operation = operation;
    this.engine = operation.engine();
    this.namespace = namespace;
    this.execution = new Execution(operation);
    CollectionEntry entry = operation.collections().find(namespace);
    Reads.refuseView(entry);
    this.scope = QueryScope.of(execution, namespace, entry, collation, let);
    this.filter = scope.filter(q);
    this.hint = hint == null ? Hint.none() : Hint.parse(hint);
    this.pointId = hint == null ? pointId(q) : null;
    // One document at most has nothing to be sorted: MongoDB does not look at the pattern then.
    this.sort =
        sort == null || sort.isEmpty() || pointId != null
            ? null
            : SortPattern.parse(sort, scope.parse());
  }

  /** The only {@code _id} that can match, where the filter says nothing else; else null. */
  private static @Nullable BsonValue pointId(BsonDocument q) {
    BsonValue id = q.size() == 1 ? q.get("_id") : null;
    if (id == null) {
      return null;
    }
    return switch (id.getBsonType()) {
      case INT32, INT64, STRING, OBJECT_ID, BINARY, DATE_TIME, BOOLEAN -> id;
      default -> null;
    };
  }

  Operation operation() {
    return operation;
  }

  Namespace namespace() {
    return namespace;
  }

  QueryScope scope() {
    return scope;
  }

  Execution execution() {
    return execution;
  }

  Filter filter() {
    return filter;
  }

  boolean isHinted() {
    return !(hint instanceof Hint.None);
  }

  EvaluationScope values() {
    return execution.scope();
  }

  /**
   * Begins a search on a fresh snapshot; null where there is no collection. It answers more than
   * one document: a candidate that was changed meanwhile is not the one wanted.
   */
  @Nullable PlanCursor candidates() {
    execution.suspend();
    CollectionEntry entry = execution.view().catalog().find(namespace);
    if (entry == null) {
      return null;
    }
    Reads.refuseView(entry);
    return PlanCursor.open(execution, engine.collections().of(entry), query());
  }

  /** What the collection is asked. */
  PlanQuery query() {
    return new PlanQuery(
        filter,
        sort,
        0,
        sort == null ? 0 : SORTED_CANDIDATES,
        hint,
        scope.collation().order(),
        true);
  }

  /** Closes the snapshot of the search before a turn; the search may go on after it. */
  void pause() {
    execution.suspend();
  }

  /** The collection as a turn has it, or null where it is gone. */
  @Nullable StoredCollection collection(Turn turn) {
    CollectionEntry entry = turn.catalog().find(namespace);
    if (entry == null) {
      return null;
    }
    Reads.refuseView(entry);
    return engine.collections().of(entry);
  }

  /** A candidate as the turn finds it, or null where it is gone or matches no longer. */
  @Nullable DocumentView again(CollectionWriter writer, long recordId) {
    DocumentView document = writer.find(recordId);
    return document != null && filter.matches(document, values()) ? document : null;
  }

  /** What a change does with a document that matches. */
  @FunctionalInterface
  interface Change<R> {
    /** Called in the turn, perhaps more than once; what it throws undoes nothing before it. */
    R apply(Turn turn, CollectionWriter writer, long recordId, DocumentView document);
  }

  /**
   * Changes the first document that matches, in a turn; null where none does.
   *
   * @throws ServerException what the change throws
   */
  <R> @Nullable R changeOne(Durability durability, Change<R> change) {
    return changeFirst(durability, change, changed -> true);
  }

  /**
   * As {@link #changeOne}, where a document that matches need not be the one wanted.
   *
   * @param isWanted whether what the change has answered is an end of the search
   */
  <R> @Nullable R changeFirst(Durability durability, Change<R> change, Predicate<R> isWanted) {
    BsonValue id = pointId;
    if (id != null && hasSimpleIds()) {
      return operation.<@Nullable R>write(durability, turn -> changeById(turn, id, change));
    }
    boolean lost = true;
    while (lost) {
      lost = false;
      PlanCursor cursor = candidates();
      if (cursor == null) {
        return null;
      }
      try (cursor) {
        while (cursor.advance()) {
          long recordId = cursor.recordId();
          pause();
          R result =
              operation.<@Nullable R>write(durability, turn -> change(turn, recordId, change));
          if (result != null && isWanted.test(result)) {
            return result;
          }
          lost |= result == null;
        }
      }
      operation.interruption().check();
    }
    return null;
  }

  /** Whether both the statement and the collection compare {@code _id} without a collation. */
  private boolean hasSimpleIds() {
    CollectionEntry entry = operation.collections().find(namespace);
    return scope.collation().isSimple() && (entry == null || entry.options().collation() == null);
  }

  private <R> @Nullable R change(Turn turn, long recordId, Change<R> change) {
    StoredCollection collection = collection(turn);
    if (collection == null) {
      return null;
    }
    CollectionWriter writer = new CollectionWriter(engine, turn, collection);
    DocumentView document = again(writer, recordId);
    return document == null ? null : change.apply(turn, writer, recordId, document);
  }

  /** In the turn an {@code _id} is found at once, and there is no need to look before. */
  private <R> @Nullable R changeById(Turn turn, BsonValue id, Change<R> change) {
    StoredCollection collection = collection(turn);
    if (collection == null) {
      return null;
    }
    CollectionWriter writer = new CollectionWriter(engine, turn, collection);
    long recordId = writer.findId(id);
    // There is no need to match it again: it has the only value that the filter asks for.
    DocumentView document = recordId == 0 ? null : writer.find(recordId);
    return document == null ? null : change.apply(turn, writer, recordId, document);
  }

  /**
   * Changes all documents that match, in turns of bounded size, each document once.
   *
   * @param change answers what it has found and changed in the document
   */
  Counts changeAll(BatchDurability durability, boolean isLast, Change<Counts> change) {
    PlanCursor cursor = candidates();
    if (cursor == null) {
      return Counts.NONE;
    }
    Counts counts = Counts.NONE;
    Set<Long> seen = new HashSet<>();
    try (cursor) {
      for (List<Long> chunk = nextChunk(cursor, seen);
          !chunk.isEmpty();
          chunk = nextChunk(cursor, seen)) {
        List<Long> ids = chunk;
        boolean isEnd = ids.size() < CHUNK;
        pause();
        Counts done =
            operation.write(durability.of(isLast && isEnd), turn -> changeChunk(turn, ids, change));
        if (done.failure() != null) {
          throw done.failure();
        }
        counts = counts.plus(done);
        operation.interruption().check();
      }
    }
    return counts;
  }

  /** The next candidates that have not been looked at, however often an index shows them. */
  private static List<Long> nextChunk(PlanCursor cursor, Set<Long> seen) {
    List<Long> chunk = new ArrayList<>();
    while (chunk.size() < CHUNK && cursor.advance()) {
      if (seen.add(cursor.recordId())) {
        chunk.add(cursor.recordId());
      }
    }
    return chunk;
  }

  private Counts changeChunk(Turn turn, List<Long> chunk, Change<Counts> change) {
    Counts counts = changeEach(turn, chunk, change);
    if (counts.changed() > 0) {
      turn.timestamp();
    }
    return counts;
  }

  private Counts changeEach(Turn turn, List<Long> chunk, Change<Counts> change) {
    Counts counts = Counts.NONE;
    try {
      for (long recordId : chunk) {
        Counts changed = change(turn, recordId, change);
        if (changed != null) {
          counts = counts.plus(changed);
        }
      }
      return counts;
    } catch (ServerException e) {
      // What was changed before stays changed, as MongoDB has it.
      return counts.plus(new Counts(0, 0, e));
    }
  }

  @Override
  public void close() {
    execution.close();
  }
}
