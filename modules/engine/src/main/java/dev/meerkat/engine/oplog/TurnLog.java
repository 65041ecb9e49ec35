package dev.meerkat.engine.oplog;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.query.update.ChangeShape;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import java.util.UUID;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What a turn, or a statement of a transaction, tells the oplog: each change, once it is made.
 * Threads: confined to the turn or the statement.
 */
public interface TurnLog {
  /** Forgets everything: of a standalone server, and of what is never told. */
  TurnLog NONE = new Silence();

  /** A retryable write or a transaction that changes are part of. */
  interface Origin {
    /** The session as entries show it: {id, uid}. */
    DocumentView lsid();

    long txnNumber();

    /** Bits of the time of the last entry with this number, or 0. */
    long lastEntry();

    /** Told of the time of an entry that has been committed. */
    void committed(long entry);
  }

  /** Says which statement of a retryable write the changes from now on are part of. */
  void statement(Origin origin, int statementId);

  void inserted(CollectionEntry collection, DocumentView document);

  /**
   * @param shape of the update that has made the change
   */
  void updated(
      CollectionEntry collection, DocumentView before, DocumentView after, ChangeShape shape);

  void deleted(CollectionEntry collection, DocumentView document);

  /**
   * Tells of a change that is no document's.
   *
   * @param about what it is about; the entry's namespace is its database's commands
   * @param collection the UUID of what it is about, or null
   * @param o the command, its name first
   * @param o2 what was there before, or null
   */
  void command(
      Namespace about, @Nullable UUID collection, BsonDocument o, @Nullable BsonDocument o2);

  /**
   * Tells of a change of a view: a document of {@code system.views}.
   *
   * @param op 'i', 'u' or 'd'
   * @param document the view's, with its full name as _id
   */
  void view(char op, String database, BsonDocument document);

  /** Tells of something that changes nothing. */
  void note(BsonDocument o);

  /** Tells of a transaction that is committed in this turn. */
  void transaction(Origin origin, TransactionLog operations);

  /** Deaf. Threads: immutable. */
  final class Silence implements TurnLog {
    private Silence() {}

    @Override
    public void statement(Origin origin, int statementId) {}

    @Override
    public void inserted(CollectionEntry collection, DocumentView document) {}

    @Override
    public void updated(
        CollectionEntry collection, DocumentView before, DocumentView after, ChangeShape shape) {}

    @Override
    public void deleted(CollectionEntry collection, DocumentView document) {}

    @Override
    public void command(
        Namespace about, @Nullable UUID collection, BsonDocument o, @Nullable BsonDocument o2) {}

    @Override
    public void view(char op, String database, BsonDocument document) {}

    @Override
    public void note(BsonDocument o) {}

    @Override
    public void transaction(Origin origin, TransactionLog operations) {}
  }
}
