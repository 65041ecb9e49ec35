import dev.meerkat.backend.sqlite.SqliteStorageProvider;
import dev.meerkat.spi.storage.StorageProvider;
import org.jspecify.annotations.NullMarked;

/** Storage in one SQLite file. */
@NullMarked
module dev.meerkat.backend.sqlite {
  requires dev.meerkat.spi.storage;
  requires org.xerial.sqlitejdbc;

  provides StorageProvider with
      SqliteStorageProvider;
}
