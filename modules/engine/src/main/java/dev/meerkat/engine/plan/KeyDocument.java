package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.KeyString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.bson.BsonType;
import org.bson.BsonValue;

/**
 * Makes of index keys what they tell of their documents, in the shape that those have. Threads:
 * confined to one operation.
 */
final class KeyDocument {
  private final KeyFields fields;
  private final Node root = new Node(new byte[0], -1);
  private final DocumentBuilder builder = new DocumentBuilder(256);
  private boolean isSure;

  /**
   * @param component whose value stands here, or -1 where others stand below
   */
  private record Node(byte[] name, int component, List<Node> children) {
    Node(byte[] name, int component) {
      this(name, component, new ArrayList<>());
    }
  }

  /**
   * @param wanted the paths that are looked for, each of them told
   */
  KeyDocument(KeyFields fields, Collection<String> wanted) {
    this.fields = fields;
    for (int component = 0; component < fields.paths().size(); component++) {
      FieldPath path = fields.paths().get(component);
      if (path != null && isWanted(path, wanted) && !isBelowAnother(path)) {
        add(path, component);
      }
    }
  }

  private static boolean isWanted(FieldPath path, Collection<String> wanted) {
    for (String dotted : wanted) {
      FieldPath asked = FieldPath.of(dotted);
      if (path.equals(asked) || path.isPrefixOf(asked)) {
        return true;
      }
    }
    return false;
  }

  private boolean isBelowAnother(FieldPath path) {
    for (FieldPath other : fields.paths()) {
      if (other != null && other.size() < path.size() && other.isPrefixOf(path)) {
        return true;
      }
    }
    return false;
  }

  private void add(FieldPath path, int component) {
    Node node = root;
    for (int i = 0; i < path.size() - 1; i++) {
      node = child(node, path.bytes(i));
    }
    node.children.add(new Node(path.bytes(path.size() - 1), component));
  }

  private static Node child(Node node, byte[] name) {
    for (Node child : node.children) {
      if (child.component < 0 && Arrays.equals(child.name, name)) {
        return child;
      }
    }
    Node child = new Node(name, -1);
    node.children.add(child);
    return child;
  }

  /**
   * What a key tells.
   *
   * @param length bytes of the components alone, without the record id
   * @return valid until the next call
   */
  DocumentView of(byte[] key, int length, byte[] typeBits) {
    isSure = true;
    builder.clear();
    if (!root.children.isEmpty()) {
      write(root, KeyString.decode(key, length, typeBits, fields.index().ordering()));
    }
    return builder.toView();
  }

  /** Whether the last key told all; a null may also stand for what is missing. */
  boolean isSure() {
    return isSure;
  }

  private void write(Node node, List<BsonValue> values) {
    for (Node child : node.children) {
      if (child.component < 0) {
        builder.beginDocument(child.name);
        write(child, values);
        builder.end();
      } else {
        BsonValue value = values.get(child.component);
        isSure &= value.getBsonType() != BsonType.NULL && value.getBsonType() != BsonType.UNDEFINED;
        builder.append(child.name, value);
      }
    }
  }
}
