package dev.meerkat.spi.index;

import dev.meerkat.spi.ValueOrder;
import org.bson.BsonDocument;

/**
 * An index as it stands in the catalog. Threads: immutable, as long as nobody changes the spec.
 *
 * @param spec the validated spec: key, name and options
 * @param order the collation of the index
 */
public record IndexDefinition(BsonDocument spec, ValueOrder order) {
  public String name() {
    return spec.getString("name").getValue();
  }

  public BsonDocument keyPattern() {
    return spec.getDocument("key");
  }

  public boolean isUnique() {
    return flag("unique");
  }

  /** Whether no key may be added that another document has, though some may share keys already. */
  public boolean preparesUnique() {
    return flag("prepareUnique");
  }

  public boolean isSparse() {
    return flag("sparse");
  }

  public boolean isHidden() {
    return flag("hidden");
  }

  /** Whether it has only those documents that its filter lets through. */
  public boolean isPartial() {
    return spec.containsKey("partialFilterExpression");
  }

  private boolean flag(String name) {
    return spec.containsKey(name) && spec.get(name).isBoolean() && spec.getBoolean(name).getValue();
  }
}
