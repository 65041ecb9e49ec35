package dev.meerkat.query.projection;

import dev.meerkat.query.filter.Filters;
import dev.meerkat.query.projection.ProjectionNode.Branch;
import dev.meerkat.query.projection.ProjectionNode.Computed;
import dev.meerkat.query.projection.ProjectionNode.Exclude;
import dev.meerkat.query.projection.ProjectionNode.FirstMatch;
import dev.meerkat.query.projection.ProjectionNode.Include;
import dev.meerkat.query.projection.ProjectionNode.Slice;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import org.jspecify.annotations.Nullable;

/**
 * One document on its way through a projection: its bytes are walked once along the tree of paths,
 * and what stays is copied. Threads: confined to one operation.
 */
final class ProjectionRun {
  private final DocumentView document;
  private final byte[] array;
  private final ProjectionMode mode;
  private final @Nullable Filter filter;
  private final EvaluationScope scope;
  private final DocumentBuilder out;
  private final BuilderSink sink;

  /**
   * @param filter the query, where a positional {@code $} asks it for the element that matched
   */
  ProjectionRun(
      DocumentView document,
      ProjectionMode mode,
      @Nullable Filter filter,
      EvaluationScope scope,
      DocumentBuilder out) {
    this.document = document;
    this.array = document.array();
    this.mode = mode;
    this.filter = filter;
    this.scope = scope;
    this.out = out;
    this.sink = new BuilderSink(out);
  }

  void run(Branch root) {
    fields(root, document.offset());
    if (mode == ProjectionMode.INCLUSION) {
      firstMatches(root);
    }
  }

  /** Beside fields that stay, what {@code $elemMatch} finds comes last. */
  private void firstMatches(Branch root) {
    for (int i = 0; i < root.size(); i++) {
      if (root.child(i) instanceof FirstMatch match) {
        int element = document.find(root.name(i));
        if (element >= 0) {
          firstMatch(match, root.name(i), array[element], BsonBytes.valueOffset(array, element));
        }
      }
    }
  }

  /** Writes what stays of the document at an offset, then the computed fields it did not have. */
  private void fields(Branch node, int documentOffset) {
    boolean[] done = node.computes() ? new boolean[node.size()] : null;
    int element = BsonBytes.firstElement(documentOffset);
    int unwritten = element;
    byte type;
    while ((type = array[element]) != BsonBytes.END) {
      int value = BsonBytes.valueOffset(array, element);
      int next = value + BsonBytes.valueSize(array, type, value);
      int child = node.find(array, element);
      boolean copied = child < 0 ? mode != ProjectionMode.INCLUSION : isKept(node.child(child));
      if (!copied) {
        copyRun(unwritten, element);
        unwritten = next;
        if (child >= 0) {
          field(node, child, type, value, done);
        }
      }
      element = next;
    }
    copyRun(unwritten, element);
    if (done != null) {
      missingFields(node, done);
    }
  }

  private static boolean isKept(ProjectionNode node) {
    return node instanceof Include include && !include.positional();
  }

  private void copyRun(int from, int to) {
    if (to > from) {
      out.appendElements(array, from, to - from);
    }
  }

  private void field(Branch parent, int index, byte type, int value, boolean @Nullable [] done) {
    byte[] name = parent.name(index);
    switch (parent.child(index)) {
      case Branch branch -> {
        if (done != null) {
          done[index] = true;
        }
        value(branch, name, type, value);
      }
      case Include _ -> positional(name, type, value);
      case Exclude _ -> {}
      case Slice slice -> slice(slice, name, type, value);
      case FirstMatch match -> {
        if (mode != ProjectionMode.INCLUSION) {
          firstMatch(match, name, type, value);
        }
      }
      case Computed computed -> {
        if (done != null && mode == ProjectionMode.ADDITION) {
          done[index] = true;
          compute(computed, name);
        }
      }
    }
  }

  /** Goes on below a path: into a document, or into every element of an array. */
  private void value(Branch branch, byte[] name, byte type, int value) {
    switch (type) {
      case BsonBytes.DOCUMENT -> {
        out.beginDocument(name);
        fields(branch, value);
        out.end();
      }
      case BsonBytes.ARRAY -> {
        out.beginArray(name);
        elements(branch, value);
        out.end();
      }
      default -> scalar(branch, name, type, value);
    }
  }

  private void scalar(Branch branch, byte[] name, byte type, int value) {
    if (branch.computes()) {
      out.beginDocument(name);
      missingFields(branch, new boolean[branch.size()]);
      out.end();
    } else if (mode != ProjectionMode.INCLUSION) {
      copy(name, type, value);
    }
  }

  private void elements(Branch branch, int arrayOffset) {
    int only = isPositional(branch) ? matchedPosition(arrayOffset) : -1;
    int element = BsonBytes.firstElement(arrayOffset);
    byte type;
    for (int index = 0; (type = array[element]) != BsonBytes.END; index++) {
      int value = BsonBytes.valueOffset(array, element);
      if ((only < 0 || only == index) && stays(branch, type)) {
        value(branch, out.nextIndex(), type, value);
      }
      element = value + BsonBytes.valueSize(array, type, value);
    }
  }

  /** An inclusion drops elements that are no documents; nothing may be written for them. */
  private boolean stays(Branch branch, byte type) {
    return type == BsonBytes.DOCUMENT
        || type == BsonBytes.ARRAY
        || branch.computes()
        || mode != ProjectionMode.INCLUSION;
  }

  private static boolean isPositional(Branch branch) {
    for (int i = 0; i < branch.size(); i++) {
      if (switch (branch.child(i)) {
        case Include include -> include.positional();
        case Branch deeper -> isPositional(deeper);
        case Exclude _, Slice _, FirstMatch _, Computed _ -> false;
      }) {
        return true;
      }
    }
    return false;
  }

  private void missingFields(Branch node, boolean[] done) {
    for (int i = 0; i < done.length; i++) {
      if (!done[i] && node.child(i).computes()) {
        switch (node.child(i)) {
          case Computed computed -> compute(computed, node.name(i));
          case Branch branch -> {
            out.beginDocument(node.name(i));
            missingFields(branch, new boolean[branch.size()]);
            out.end();
          }
          case Include _, Exclude _, Slice _, FirstMatch _ -> {}
        }
      }
    }
  }

  private void compute(Computed computed, byte[] name) {
    computed.expression().evaluateInto(document, scope, sink.named(name));
  }

  private void copy(byte[] name, byte type, int value) {
    out.appendRaw(name, type, array, value, BsonBytes.valueSize(array, type, value));
  }

  /** {@code "a.$"}: of an array only the element by which the document has matched. */
  private void positional(byte[] name, byte type, int value) {
    if (type != BsonBytes.ARRAY) {
      copy(name, type, value);
      return;
    }
    out.beginArray(name);
    copyElements(value, matchedPosition(value), 1);
    out.end();
  }

  private int matchedPosition(int arrayOffset) {
    int position = filter == null ? -1 : Filters.matchedPosition(filter, document, scope);
    if (position < 0) {
      throw new ServerException(
          ErrorCode.location(51246),
          "Executor error during find command :: caused by :: positional operator '.$' couldn't"
              + " find a matching element in the array");
    }
    if (position >= elementCount(arrayOffset)) {
      throw new ServerException(
          ErrorCode.location(51247),
          "Executor error during find command :: caused by :: positional operator '.$' element"
              + " mismatch");
    }
    return position;
  }

  private void slice(Slice slice, byte[] name, byte type, int value) {
    switch (type) {
      case BsonBytes.ARRAY -> {
        int skip =
            slice.skip() < 0 ? Math.max(0, elementCount(value) + slice.skip()) : slice.skip();
        out.beginArray(name);
        copyElements(value, skip, slice.limit());
        out.end();
      }
      default -> copy(name, type, value);
    }
  }

  private void copyElements(int arrayOffset, int skip, int limit) {
    int element = BsonBytes.firstElement(arrayOffset);
    for (int index = 0; array[element] != BsonBytes.END && index - skip < limit; index++) {
      int value = BsonBytes.valueOffset(array, element);
      if (index >= skip) {
        copy(out.nextIndex(), array[element], value);
      }
      element = value + BsonBytes.valueSize(array, array[element], value);
    }
  }

  private int elementCount(int arrayOffset) {
    int count = 0;
    int element = BsonBytes.firstElement(arrayOffset);
    while (array[element] != BsonBytes.END) {
      count++;
      element = BsonBytes.nextElement(array, element);
    }
    return count;
  }

  private void firstMatch(FirstMatch match, byte[] name, byte type, int value) {
    if (type != BsonBytes.ARRAY) {
      return;
    }
    DocumentBuilder wrapped = new DocumentBuilder(64);
    wrapped.appendRaw(NO_NAME, type, array, value, BsonBytes.valueSize(array, type, value));
    DocumentView view = wrapped.toView();
    if (match.filter().matches(view, scope)) {
      int position = Filters.matchedPosition(match.filter(), view, scope);
      out.beginArray(name);
      copyElements(value, position, 1);
      out.end();
    }
  }

  private static final byte[] NO_NAME = {};
}
