package dev.meerkat.spi;

import org.jspecify.annotations.Nullable;

/**
 * A database's name and a collection's name within it. The constructor does not judge names: what a
 * command accepts is checked where the command is parsed. Threads: immutable.
 *
 * @param collection may be empty where a command addresses a whole database
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/glossary/#std-term-namespace">Namespace</a>
 */
public record Namespace(String database, String collection) {

  /** Splits {@code database.collection} at the first dot. */
  public static Namespace parse(String fullName) {
    int dot = fullName.indexOf('.');
    return dot < 0
        ? new Namespace(fullName, "")
        : new Namespace(fullName.substring(0, dot), fullName.substring(dot + 1));
  }

  /** The form that MongoDB's messages and replies use: {@code database.collection}. */
  public String fullName() {
    return collection.isEmpty() ? database : database + "." + collection;
  }

  /** Written out, for a record's own is linked anew at each start, which takes milliseconds. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Namespace that
        && collection.equals(that.collection)
        && database.equals(that.database);
  }

  @Override
  public int hashCode() {
    return 31 * database.hashCode() + collection.hashCode();
  }

  @Override
  public String toString() {
    return fullName();
  }
}
