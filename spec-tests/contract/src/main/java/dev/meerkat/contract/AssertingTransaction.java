package dev.meerkat.contract;

import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.TableKind;
import dev.meerkat.spi.storage.WriteTransaction;
import java.util.List;

/** A transaction that is used by one thread, and only rolled back once it has failed. */
final class AssertingTransaction implements WriteTransaction {
  private final WriteTransaction real;
  private final ReaderUse use;
  private boolean failed;

  AssertingTransaction(WriteTransaction real, ReaderUse use) {
    this.real = real;
    this.use = use;
  }

  WriteTransaction real() {
    return real;
  }

  ReaderUse use() {
    if (failed) {
      throw new AssertionError("the transaction has failed: only rollback is left");
    }
    return use;
  }

  static AssertingTransaction of(WriteTransaction transaction) {
    if (transaction instanceof AssertingTransaction asserting) {
      asserting.use().check();
      return asserting;
    }
    throw new AssertionError("a transaction of another storage");
  }

  /** Makes a change and notes whether it has failed. */
  void change(Runnable change) {
    try {
      change.run();
    } catch (StorageException e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public List<String> idents() {
    use().check();
    return real.idents();
  }

  @Override
  public void createTable(String ident, TableKind kind, String database) {
    use().check();
    if (ident.isEmpty()) {
      throw new AssertionError("an ident is empty");
    }
    change(() -> real.createTable(ident, kind, database));
  }

  @Override
  public void dropTable(String ident) {
    use().check();
    change(() -> real.dropTable(ident));
  }

  @Override
  public long changeCount() {
    use.check();
    return real.changeCount();
  }

  @Override
  public void commit() {
    use().check();
    change(real::commit);
    use.end();
  }

  @Override
  public void rollback() {
    use.checkThread();
    real.rollback();
    use.abandon();
  }
}
