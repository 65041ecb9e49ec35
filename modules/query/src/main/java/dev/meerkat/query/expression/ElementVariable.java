package dev.meerkat.query.expression;

import org.bson.BsonString;
import org.bson.BsonValue;

/** The variable by which {@code $map} and {@code $filter} name an element. Threads: immutable. */
final class ElementVariable {
  private ElementVariable() {}

  /** What {@code as} says, or {@code this}. */
  static String name(NamedArguments named) {
    BsonValue as = named.find("as");
    if (as == null) {
      return "this";
    }
    String name = as instanceof BsonString text ? text.getValue() : "";
    VariableNames.checkWritable(name);
    return name;
  }
}
