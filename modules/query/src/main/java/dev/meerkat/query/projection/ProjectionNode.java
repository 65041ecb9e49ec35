package dev.meerkat.query.projection;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.Filter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What becomes of one field: a leaf says it, a branch goes on. Threads: immutable. */
sealed interface ProjectionNode {
  /** The node as it is written in a projection. */
  BsonValue describe();

  /** Whether some value below is computed, so that the field appears even where it is missing. */
  default boolean computes() {
    return false;
  }

  /** Reports what computed values below read. */
  default void dependencies(Dependencies dependencies) {}

  /** The field stays. */
  record Include(boolean positional) implements ProjectionNode {
    @Override
    public BsonValue describe() {
      return BsonBoolean.TRUE;
    }
  }

  /** The field goes. */
  record Exclude() implements ProjectionNode {
    @Override
    public BsonValue describe() {
      return BsonBoolean.FALSE;
    }
  }

  /** Part of an array stays: {@code $slice}; a negative {@code skip} counts from the end. */
  record Slice(int skip, int limit) implements ProjectionNode {
    @Override
    public BsonValue describe() {
      BsonArray arguments = new BsonArray();
      arguments.add(new BsonInt32(skip));
      arguments.add(new BsonInt32(limit));
      return new BsonDocument("$slice", arguments);
    }
  }

  /**
   * The first element that matches stays: {@code $elemMatch}.
   *
   * @param filter matches a document whose only field, without a name, is an array of one element
   */
  record FirstMatch(Filter filter, BsonDocument spec) implements ProjectionNode {
    @Override
    public BsonValue describe() {
      return new BsonDocument("$elemMatch", spec);
    }
  }

  /** Another value takes the field's place. */
  record Computed(Expression expression) implements ProjectionNode {
    @Override
    public BsonValue describe() {
      return expression.describe();
    }

    @Override
    public boolean computes() {
      return true;
    }

    @Override
    public void dependencies(Dependencies dependencies) {
      expression.dependencies(dependencies);
    }
  }

  /** Fields of a document, or of every document of an array. */
  final class Branch implements ProjectionNode {
    private final String[] names;
    private final byte[][] nameBytes;
    private final ProjectionNode[] children;
    private final boolean computes;

    Branch(Map<String, ProjectionNode> fields) {
      Map<String, ProjectionNode> ordered = new LinkedHashMap<>(fields);
      names = ordered.keySet().toArray(String[]::new);
      children = ordered.values().toArray(ProjectionNode[]::new);
      nameBytes = new byte[names.length][];
      boolean any = false;
      for (int i = 0; i < names.length; i++) {
        nameBytes[i] = BsonBytes.nameBytes(names[i]);
        any |= children[i].computes();
      }
      computes = any;
    }

    int size() {
      return children.length;
    }

    byte[] name(int index) {
      return nameBytes[index];
    }

    ProjectionNode child(int index) {
      return children[index];
    }

    /** The child of a document's element, or -1. */
    int find(byte[] array, int elementOffset) {
      for (int i = 0; i < nameBytes.length; i++) {
        if (BsonBytes.nameEquals(array, elementOffset, nameBytes[i])) {
          return i;
        }
      }
      return -1;
    }

    @Nullable ProjectionNode child(String name) {
      for (int i = 0; i < names.length; i++) {
        if (names[i].equals(name)) {
          return children[i];
        }
      }
      return null;
    }

    @Override
    public boolean computes() {
      return computes;
    }

    @Override
    public void dependencies(Dependencies dependencies) {
      for (ProjectionNode child : children) {
        child.dependencies(dependencies);
      }
    }

    /** Reports the paths of all fields that stay. */
    void fields(String prefix, Dependencies dependencies) {
      for (int i = 0; i < names.length; i++) {
        switch (children[i]) {
          case Branch branch -> branch.fields(prefix + names[i] + ".", dependencies);
          case Include _, Slice _, FirstMatch _ -> dependencies.field(prefix + names[i]);
          case Computed _ -> {
            // Whether a field is made in each document of an array shows in what is there.
            if (!prefix.isEmpty()) {
              dependencies.field(prefix.substring(0, prefix.length() - 1));
            }
          }
          case Exclude _ -> {}
        }
      }
    }

    @Override
    public BsonDocument describe() {
      BsonDocument description = new BsonDocument();
      for (int i = 0; i < names.length; i++) {
        description.append(names[i], children[i].describe());
      }
      return description;
    }
  }
}
