package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.RecordFinder;
import org.jspecify.annotations.Nullable;

/** Finds many records with one statement. Threads: confined to one thread. */
final class SqliteRecordFinder implements RecordFinder {
  /** Of no record. */
  private static final long NO_RID = -1;

  private final SqliteReader reader;
  private final SqliteConnection connection;
  private final SqliteTable table;
  private final SqliteStatement statement;
  private final JsonNumbers rids = new JsonNumbers();
  private int asked;
  private int answered;
  private boolean closed;

  SqliteRecordFinder(SqliteReader reader, String ident) {
    this.reader = reader;
    this.connection = reader.connection();
    this.table = reader.records(ident);
    this.statement = reader.cursors().open(connection, table.records().findAll);
  }

  @Override
  public void ask(long[] recordIds, int count) {
    checkOpen();
    statement.reset();
    rids.clear();
    for (int i = 0; i < count; i++) {
      long id = recordIds[i];
      rids.add(id < 0 || id > table.maxRecordId() ? NO_RID : table.rid(id));
    }
    asked = count;
    answered = 0;
  }

  @Override
  public @Nullable DocumentView next() {
    checkOpen();
    if (answered == asked) {
      throw new IllegalStateException("no record was asked for");
    }
    boolean found = answered++ == 0 ? statement.run(rids.toBytes()) : statement.step();
    if (!found) {
      throw new IllegalStateException("there is no row for a number");
    }
    byte[] bytes = statement.blob(0);
    return bytes.length == 0 ? null : SqliteRecordStore.document(bytes);
  }

  private void checkOpen() {
    SqliteConnection _ = reader.connection();
    if (closed) {
      throw new IllegalStateException("the finder is closed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      reader.cursors().close(connection, statement);
    }
  }
}
