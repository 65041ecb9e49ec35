package dev.meerkat.spi.index;

import dev.meerkat.spi.DocumentView;
import java.util.List;
import org.bson.BsonDocument;

/**
 * A search for words that an index answers. The engine reads the entries of every word, adds up the
 * scores that stand in them for each document, and asks {@link #matches} for what words alone do
 * not tell. Threads: immutable.
 */
public interface WordSearch {
  /** The position of the words in the index's keys; the score, a number, is the next component. */
  int component();

  /** What to look for: a document is found where it has one of them. */
  List<String> words();

  /** Whether a document that has one of the words is what is searched for. */
  boolean matches(DocumentView document);

  /** The search as {@code explain} shows it. */
  BsonDocument describe();
}
