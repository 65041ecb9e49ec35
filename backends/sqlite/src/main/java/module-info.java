import org.jspecify.annotations.NullMarked;

/** Storage in one SQLite file. */
@NullMarked
module dev.meerkat.backend.sqlite {
  requires dev.meerkat.spi.storage;
  requires org.xerial.sqlitejdbc;
}
