package dev.meerkat.query.update;

import dev.meerkat.query.update.UpdateNode.Branch;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.FieldPath;
import java.util.Set;

/** Checks the paths of an update and puts them into its tree. Threads: immutable. */
final class UpdatePath {
  private UpdatePath() {}

  /**
   * @param identifiers takes the identifiers of array filters that the path names
   */
  static FieldPath parse(String text, Set<String> identifiers) {
    if (text.isEmpty()) {
      throw new ServerException(ErrorCode.EMPTY_FIELD_NAME, "An empty update path is not valid.");
    }
    if (text.indexOf('\0') >= 0) {
      throw new ServerException(
          ErrorCode.location(9867600), "An update path must not contain a null byte.");
    }
    FieldPath path = FieldPath.of(text);
    int positions = 0;
    for (int i = 0; i < path.size(); i++) {
      String component = path.component(i);
      if (component.isEmpty()) {
        throw new ServerException(
            ErrorCode.EMPTY_FIELD_NAME,
            "The update path '" + text + "' contains an empty field name, which is not allowed.");
      }
      if (isArrayComponent(component)) {
        refuseFirst(i, component, text);
        String identifier = ArrayFilters.identifierOf(component);
        if (!identifier.isEmpty()) {
          identifiers.add(identifier);
        }
      } else if (component.equals(Branch.POSITION)) {
        refuseFirst(i, component, text);
        positions++;
      }
    }
    if (positions > 1) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "Too many positional (i.e. '$') elements found in path '" + text + "'");
    }
    return path;
  }

  static boolean isArrayComponent(String component) {
    return component.startsWith("$[") && component.endsWith("]");
  }

  /** Whether the elements that the path means depend on the document. */
  static boolean isDynamic(FieldPath path) {
    for (int i = 0; i < path.size(); i++) {
      if (isArrayComponent(path.component(i)) || path.component(i).equals(Branch.POSITION)) {
        return true;
      }
    }
    return false;
  }

  private static void refuseFirst(int index, String component, String text) {
    if (index == 0) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "Cannot have positional (i.e. '"
              + component
              + "') element in the first position in path '"
              + text
              + "'");
    }
  }

  /** Puts an edit at the end of a path; a path that leads into another one is a conflict. */
  static void add(Branch root, FieldPath path, FieldEdit edit) {
    Branch level = root;
    for (int i = 0; i < path.size() - 1; i++) {
      UpdateNode next = level.child(path.component(i));
      switch (next) {
        case null -> {
          Branch created = new Branch();
          level.put(path.component(i), path.bytes(i), created);
          level = created;
        }
        case Branch branch -> level = branch;
        case FieldEdit _ -> throw conflict(path, path.prefix(i + 1));
      }
    }
    int last = path.size() - 1;
    if (level.child(path.component(last)) != null) {
      throw conflict(path, path);
    }
    level.put(path.component(last), path.bytes(last), edit);
  }

  private static ServerException conflict(FieldPath path, FieldPath at) {
    return new ServerException(
        ErrorCode.CONFLICTING_UPDATE_OPERATORS,
        "Updating the path '"
            + path.dotted()
            + "' would create a conflict at '"
            + at.dotted()
            + "'");
  }
}
