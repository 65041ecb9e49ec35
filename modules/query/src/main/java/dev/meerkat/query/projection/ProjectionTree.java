package dev.meerkat.query.projection;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.FieldPath;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Paths as they are added one by one while a projection is parsed; two that lead into each other
 * are refused. Threads: confined to one operation.
 */
final class ProjectionTree {
  private final Map<String, Object> root = new LinkedHashMap<>();

  boolean isEmpty() {
    return root.isEmpty();
  }

  boolean contains(String field) {
    return root.containsKey(field);
  }

  void addDefault(String field, ProjectionNode node) {
    root.putIfAbsent(field, node);
  }

  void add(FieldPath path, ProjectionNode node) {
    Map<String, Object> level = root;
    for (int i = 0; i < path.size() - 1; i++) {
      Object next = level.computeIfAbsent(path.component(i), _ -> new LinkedHashMap<>());
      if (!(next instanceof Map)) {
        throw new ServerException(
            ErrorCode.location(31249),
            "Path collision at %s remaining portion %s"
                .formatted(path.dotted(), path.suffix(i + 1).dotted()));
      }
      level = branch(next);
    }
    if (level.putIfAbsent(path.component(path.size() - 1), node) != null) {
      throw new ServerException(ErrorCode.location(31250), "Path collision at " + path.dotted());
    }
  }

  ProjectionNode.Branch build() {
    return build(root);
  }

  private static ProjectionNode.Branch build(Map<String, Object> level) {
    Map<String, ProjectionNode> fields = new LinkedHashMap<>();
    level.forEach(
        (name, child) ->
            fields.put(name, child instanceof ProjectionNode leaf ? leaf : build(branch(child))));
    return new ProjectionNode.Branch(fields);
  }

  @SuppressWarnings("unchecked") // only add() puts maps here, and only of this kind
  private static Map<String, Object> branch(Object child) {
    return (Map<String, Object>) child;
  }
}
