package dev.meerkat.query.filter;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;

/**
 * A filter that needs no view of a document, only where it stands: so one filter can look into
 * another's arrays without an object. Threads: immutable.
 */
interface ByteFilter extends Filter {
  boolean matches(byte[] array, int documentOffset, EvaluationScope scope);

  /**
   * Applies a filter that was parsed on the empty path to a value that stands by itself.
   *
   * @param type the value's type
   * @param offset where the value begins
   */
  boolean matchesValue(byte type, byte[] array, int offset, EvaluationScope scope);

  /**
   * The index, in the outermost array on its path, of the element by which a matching document
   * matches, or -1 where no array had part in it.
   */
  int position(byte[] array, int documentOffset, EvaluationScope scope);

  @Override
  default boolean matches(DocumentView document, EvaluationScope scope) {
    return matches(document.array(), document.offset(), scope);
  }

  /** A filter as one of these: itself, or behind an adapter where a plugin brought it. */
  static ByteFilter of(Filter filter) {
    return filter instanceof ByteFilter bytes ? bytes : new ForeignFilter(filter);
  }

  /** A filter of a plugin, given views. Threads: immutable. */
  record ForeignFilter(Filter filter) implements ByteFilter {
    private static final byte[] NO_NAME = {};

    @Override
    public boolean matches(byte[] array, int documentOffset, EvaluationScope scope) {
      return filter.matches(DocumentView.borrowed(array, documentOffset), scope);
    }

    @Override
    public boolean matchesValue(byte type, byte[] array, int offset, EvaluationScope scope) {
      DocumentBuilder wrapped = new DocumentBuilder(64);
      wrapped.appendRaw(NO_NAME, type, array, offset, BsonBytes.valueSize(array, type, offset));
      return filter.matches(wrapped.toView(), scope);
    }

    @Override
    public int position(byte[] array, int documentOffset, EvaluationScope scope) {
      return -1;
    }
  }
}
