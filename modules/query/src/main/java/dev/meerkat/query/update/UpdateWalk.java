package dev.meerkat.query.update;

import dev.meerkat.query.update.UpdateNode.Branch;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Writes a document anew while it walks along the tree of an update: what the tree does not name is
 * copied as bytes. Threads: confined to one operation.
 */
final class UpdateWalk {
  /** Nulls that may be put between an array's end and a new element. */
  private static final int MAX_PADDING = 1_500_000;

  private final byte[] array;
  private final EditRun run;
  private final ArrayFilters arrayFilters;
  private final DocumentBuilder out;

  UpdateWalk(EditRun run, ArrayFilters arrayFilters, DocumentBuilder out) {
    this.array = run.document().array();
    this.run = run;
    this.arrayFilters = arrayFilters;
    this.out = out;
  }

  void run(Branch root) {
    fields(root, run.document().offset(), "");
  }

  private void fields(Branch node, int documentOffset, String path) {
    refuseArrayChildren(node, path);
    boolean[] seen = new boolean[node.size()];
    int element = BsonBytes.firstElement(documentOffset);
    int unwritten = element;
    while (array[element] != BsonBytes.END) {
      int next = BsonBytes.nextElement(array, element);
      int child = node.find(array, element);
      if (child >= 0) {
        out.appendElements(array, unwritten, element - unwritten);
        unwritten = next;
        seen[child] = true;
        String below = join(path, node.name(child));
        field(node.node(child), node.nameBytes(child), element, false, below);
      }
      element = next;
    }
    out.appendElements(array, unwritten, element - unwritten);
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i]) {
        create(node.node(i), node.nameBytes(i), join(path, node.name(i)));
      }
    }
  }

  private void field(UpdateNode node, byte[] name, int element, boolean isInArray, String path) {
    int value = BsonBytes.valueOffset(array, element);
    switch (node) {
      case FieldEdit edit -> edit(edit, name, element, isInArray, path);
      case Branch branch -> {
        switch (array[element]) {
          case BsonBytes.DOCUMENT -> {
            out.beginDocument(name);
            fields(branch, value, path);
            out.end();
          }
          case BsonBytes.ARRAY -> {
            out.beginArray(name);
            elements(branch, value, path);
            out.end();
          }
          default -> {
            refuseArrayChildren(branch, path);
            refuseBlockedPath(branch, path, element);
            copy(name, element);
          }
        }
      }
    }
  }

  private void edit(FieldEdit edit, byte[] name, int element, boolean isInArray, String path) {
    if (edit.isIdle(run)) {
      copy(name, element);
      return;
    }
    BsonValue stored = edit.readsStored() ? UpdateNode.decode(array, element) : null;
    BsonValue edited = edit.apply(stored, run);
    if (edited == null) {
      if (isInArray) {
        out.appendNull(name);
      }
    } else if (isSame(edited, stored)) {
      copy(name, element);
    } else {
      if (path.startsWith("$") && path.indexOf('.') < 0) {
        throw notForStorage(path);
      }
      out.append(name, edited);
    }
  }

  private static ServerException notForStorage(String path) {
    return new ServerException(
        ErrorCode.DOLLAR_PREFIXED_FIELD_NAME,
        "The dollar ($) prefixed field '" + path + "' is not valid for storage.");
  }

  @SuppressWarnings("ReferenceEquality") // an edit that changes nothing answers the same object
  private static boolean isSame(BsonValue edited, @Nullable BsonValue stored) {
    return edited == stored;
  }

  private void copy(byte[] name, int element) {
    int value = BsonBytes.valueOffset(array, element);
    byte type = array[element];
    out.appendRaw(name, type, array, value, BsonBytes.valueSize(array, type, value));
  }

  private void elements(Branch node, int arrayOffset, String path) {
    refuseFieldsOfArray(node, arrayOffset, path);
    int element = BsonBytes.firstElement(arrayOffset);
    int size = 0;
    for (; array[element] != BsonBytes.END; size++) {
      UpdateNode child = childFor(node, size, element, path);
      byte[] name = out.nextIndex();
      if (child == null) {
        copy(name, element);
      } else {
        field(child, name, element, true, join(path, String.valueOf(size)));
      }
      element = BsonBytes.nextElement(array, element);
    }
    extend(node, size, path);
  }

  /** Everything that means the element at an index, as one tree; null where nothing does. */
  private @Nullable UpdateNode childFor(Branch node, int index, int element, String path) {
    UpdateNode found = null;
    for (int i = 0; i < node.size(); i++) {
      if (means(node.name(i), index, element)) {
        found =
            found == null
                ? node.node(i)
                : Branch.merge(join(path, String.valueOf(index)), found, node.node(i));
      }
    }
    return found;
  }

  private boolean means(String component, int index, int element) {
    if (component.equals(Branch.ALL)) {
      return true;
    }
    if (component.startsWith("$[")) {
      return arrayFilters.matches(component, array, element, run);
    }
    return Branch.isIndex(component) && Integer.parseInt(component) == index;
  }

  /** Creates elements beyond the array's end, with nulls between. */
  private void extend(Branch node, int size, String path) {
    int end = size;
    for (int i = 0; i < node.size(); i++) {
      String component = node.name(i);
      if (!Branch.isIndex(component) || !node.node(i).creates(run)) {
        continue;
      }
      int index = Integer.parseInt(component);
      if (index >= end) {
        if (index - end > MAX_PADDING) {
          throw new ServerException(
              new ErrorCode(34, "CannotBackfillArray"),
              "can't backfill more than " + MAX_PADDING + " elements");
        }
        for (; end < index; end++) {
          out.appendNull(out.nextIndex());
        }
        create(node.node(i), out.nextIndex(), join(path, component));
        end++;
      }
    }
  }

  /** Creates a field that is not there, if the tree below wants it. */
  private void create(UpdateNode node, byte[] name, String path) {
    if (path.startsWith("$") && node.creates(run) && !run.isInsert()) {
      throw notForStorage(path);
    }
    switch (node) {
      case FieldEdit edit -> {
        if (edit.creates(run)) {
          BsonValue value = edit.apply(null, run);
          if (value != null) {
            out.append(name, value);
          }
        }
      }
      case Branch branch -> {
        if (branch.hasArrayChildren()) {
          throw new ServerException(
              ErrorCode.BAD_VALUE,
              "The path '"
                  + path
                  + "' must exist in the document in order to apply array updates.");
        }
        if (branch.creates(run)) {
          out.beginDocument(name);
          for (int i = 0; i < branch.size(); i++) {
            create(branch.node(i), branch.nameBytes(i), join(path, branch.name(i)));
          }
          out.end();
        }
      }
    }
  }

  private void refuseArrayChildren(Branch node, String path) {
    if (node.hasArrayChildren()) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "Cannot apply array updates to non-array element " + path);
    }
  }

  private void refuseBlockedPath(Branch branch, String path, int element) {
    if (branch.insists(run)) {
      throw notViable(branch, path, UpdateNode.decode(array, element));
    }
  }

  /** A name that is no index cannot be a field of an array. */
  private void refuseFieldsOfArray(Branch node, int arrayOffset, String path) {
    for (int i = 0; i < node.size(); i++) {
      String name = node.name(i);
      if (!Branch.isIndex(name) && !name.startsWith("$[") && node.node(i).insists(run)) {
        throw notViable(node, path, BsonBytes.decode(array, BsonBytes.ARRAY, arrayOffset));
      }
    }
  }

  private static ServerException notViable(Branch node, String path, BsonValue value) {
    return new ServerException(
        ErrorCode.PATH_NOT_VIABLE,
        "Cannot create field '%s' in element {%s: %s}".formatted(node.name(0), path, value));
  }

  private static String join(String path, String component) {
    return path.isEmpty() ? component : path + "." + component;
  }
}
