package dev.meerkat.geo;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.index.CompiledIndex;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.index.IndexType;
import dev.meerkat.spi.index.KeySink;
import dev.meerkat.values.BsonOrder;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonUndefined;
import org.bson.BsonValue;

/** Indexes without a collection. */
final class Indexes {
  private Indexes() {}

  static CompiledIndex of(String json) {
    BsonDocument spec = BsonDocument.parse(json);
    return type(spec).compile(new IndexDefinition(type(spec).validate(spec), BsonOrder.SIMPLE));
  }

  static IndexType type(BsonDocument spec) {
    for (BsonValue value : spec.getDocument("key").values()) {
      if (value.isString()) {
        return new GeoIndexTypes().type(value.asString().getValue());
      }
    }
    throw new IllegalArgumentException("no geospatial index");
  }

  static List<List<BsonValue>> keys(CompiledIndex index, DocumentView document) {
    Keys keys = new Keys();
    index.keys(document, keys);
    return keys.all;
  }

  private static final class Keys implements KeySink {
    private final List<List<BsonValue>> all = new ArrayList<>();
    private List<BsonValue> key = new ArrayList<>();

    @Override
    public void append(byte type, byte[] array, int offset) {
      key.add(BsonBytes.decode(array, type, offset));
    }

    @Override
    public void append(BsonValue value) {
      key.add(value instanceof BsonBinary binary ? binary : value);
    }

    @Override
    public void appendPlain(String text) {
      throw new IllegalStateException("no index of geometries holds plain text");
    }

    @Override
    public void arrayAt(String path) {
      throw new IllegalStateException("paths of geometries are those of components");
    }

    @Override
    public void appendNull() {
      key.add(BsonNull.VALUE);
    }

    @Override
    public void appendUndefined() {
      key.add(new BsonUndefined());
    }

    @Override
    public void multikey(int component) {}

    @Override
    public void endKey() {
      all.add(key);
      key = new ArrayList<>();
    }
  }
}
