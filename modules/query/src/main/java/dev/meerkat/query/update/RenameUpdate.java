package dev.meerkat.query.update;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.FieldPath;
import java.util.HashSet;
import java.util.Set;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $rename}: a value is taken from one path and given to another. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/update/rename/">$rename</a>
 */
record RenameUpdate(FieldPath source, FieldPath target) {

  static RenameUpdate parse(FieldPath source, BsonValue to) {
    if (!to.isString()) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "The 'to' field for $rename must be a string: " + source.dotted());
    }
    Set<String> identifiers = new HashSet<>();
    FieldPath target = UpdatePath.parse(to.asString().getValue(), identifiers);
    if (UpdatePath.isDynamic(source) || UpdatePath.isDynamic(target)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "The source and destination fields for $rename may not be dynamic: "
              + source.dotted()
              + ", "
              + target.dotted());
    }
    if (source.isPrefixOf(target) || target.isPrefixOf(source)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "The source and target field for $rename must not be on the same path: "
              + source.dotted()
              + ", "
              + target.dotted());
    }
    return new RenameUpdate(source, target);
  }

  /** Refuses documents in which one of the paths leads through an array. */
  void check(EditRun run) {
    checkNoArray(source, "source", run);
    if (find(run) >= 0) {
      checkNoArray(target, "destination", run);
      if (target.component(0).equals("_id") || source.component(0).equals("_id")) {
        throw Identity.refusal();
      }
    }
  }

  private static void checkNoArray(FieldPath path, String which, EditRun run) {
    byte[] array = run.document().array();
    int document = run.document().offset();
    for (int i = 0; i < path.size() - 1; i++) {
      int element = BsonBytes.findElement(array, document, path.bytes(i));
      if (element < 0) {
        return;
      }
      if (array[element] == BsonBytes.ARRAY) {
        throw new ServerException(
            ErrorCode.BAD_VALUE,
            "The %s field cannot be an array element, '%s' in doc with %s has an array field called '%s'"
                .formatted(which, path.dotted(), run.label(), path.component(i)));
      }
      if (array[element] != BsonBytes.DOCUMENT) {
        return;
      }
      document = BsonBytes.valueOffset(array, element);
    }
  }

  /** The element that is renamed, or -1. */
  private int find(EditRun run) {
    byte[] array = run.document().array();
    int document = run.document().offset();
    int element = -1;
    for (int i = 0; i < source.size(); i++) {
      element = BsonBytes.findElement(array, document, source.bytes(i));
      if (element < 0 || (i < source.size() - 1 && array[element] != BsonBytes.DOCUMENT)) {
        return -1;
      }
      document = BsonBytes.valueOffset(array, element);
    }
    return element;
  }

  /** What becomes of the source: it goes. */
  FieldEdit taking() {
    return new Taking();
  }

  /** What becomes of the target: it has the source's value, if there is one. */
  FieldEdit giving() {
    return new Giving(this);
  }

  private record Taking() implements FieldEdit {
    @Override
    public @Nullable BsonValue apply(@Nullable BsonValue stored, EditRun run) {
      return null;
    }

    @Override
    public Absence absence() {
      return Absence.IGNORE;
    }

    @Override
    public boolean readsStored() {
      return false;
    }
  }

  private record Giving(RenameUpdate rename) implements FieldEdit {
    @Override
    public @Nullable BsonValue apply(@Nullable BsonValue stored, EditRun run) {
      int element = rename.find(run);
      return element < 0 ? stored : UpdateNode.decode(run.document().array(), element);
    }

    @Override
    public boolean isIdle(EditRun run) {
      return rename.find(run) < 0;
    }
  }
}
