package dev.meerkat.query.update;

import java.util.HashMap;
import java.util.Map;

/** Finds out of a tree of operators which paths are changed. Threads: immutable. */
final class TouchedPaths {
  private TouchedPaths() {}

  /** The paths of a tree of operators. */
  static ChangeShape.Paths of(UpdateNode.Branch root) {
    return new ChangeShape.Paths(touched(root));
  }

  private static ChangeShape.Touched touched(UpdateNode node) {
    return switch (node) {
      case UpdateNode.Leaf leaf ->
          leaf.edit() instanceof PushUpdate push && push.isAppending()
              ? ChangeShape.Touched.APPENDED
              : ChangeShape.Touched.WHOLE;
      case UpdateNode.Branch branch -> {
        Map<String, ChangeShape.Touched> fields = new HashMap<>();
        ChangeShape.Touched elements = null;
        for (Map.Entry<String, UpdateNode> child : branch.children().entrySet()) {
          ChangeShape.Touched below = touched(child.getValue());
          if (child.getKey().startsWith("$[")
              || child.getKey().equals(UpdateNode.Branch.POSITION)) {
            elements = elements == null ? below : merge(elements, below);
          } else {
            fields.put(child.getKey(), below);
          }
        }
        yield new ChangeShape.Touched(Map.copyOf(fields), elements, ChangeShape.Kind.PARTS);
      }
    };
  }

  /** Both of two ways to the same element; one that is told whole takes the other in. */
  private static ChangeShape.Touched merge(ChangeShape.Touched a, ChangeShape.Touched b) {
    if (a.kind() != ChangeShape.Kind.PARTS || b.kind() != ChangeShape.Kind.PARTS) {
      return ChangeShape.Touched.WHOLE;
    }
    Map<String, ChangeShape.Touched> fields = new HashMap<>(a.fields());
    b.fields().forEach((name, touched) -> fields.merge(name, touched, TouchedPaths::merge));
    ChangeShape.Touched one = a.elements();
    ChangeShape.Touched other = b.elements();
    ChangeShape.Touched elements = one == null ? other : other == null ? one : merge(one, other);
    return new ChangeShape.Touched(Map.copyOf(fields), elements, ChangeShape.Kind.PARTS);
  }
}
