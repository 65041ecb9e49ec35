package dev.meerkat.query.update;

import java.util.HashMap;
import java.util.Map;

/** Finds out of a tree of operators which paths are changed. Threads: immutable. */
final class TouchedPaths {
  private TouchedPaths() {}

  /** The paths of a tree of operators, or of a part of one. */
  static ChangeShape.Touched of(UpdateNode node) {
    return switch (node) {
      case PushUpdate push when push.isAppending() -> ChangeShape.Touched.APPENDED;
      case FieldEdit _ -> ChangeShape.Touched.WHOLE;
      case UpdateNode.Branch branch when isOneField(branch) ->
          new ChangeShape.Touched(
              Map.of(branch.name(0), of(branch.node(0))), null, ChangeShape.Kind.PARTS);
      case UpdateNode.Branch branch -> {
        Map<String, ChangeShape.Touched> fields = new HashMap<>();
        ChangeShape.Touched elements = null;
        for (int i = 0; i < branch.size(); i++) {
          ChangeShape.Touched below = of(branch.node(i));
          String name = branch.name(i);
          if (isOfElements(name)) {
            elements = elements == null ? below : merge(elements, below);
          } else {
            fields.put(name, below);
          }
        }
        yield new ChangeShape.Touched(Map.copyOf(fields), elements, ChangeShape.Kind.PARTS);
      }
    };
  }

  private static boolean isOneField(UpdateNode.Branch branch) {
    return branch.size() == 1 && !isOfElements(branch.name(0));
  }

  private static boolean isOfElements(String name) {
    return name.startsWith("$[") || name.equals(UpdateNode.Branch.POSITION);
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
