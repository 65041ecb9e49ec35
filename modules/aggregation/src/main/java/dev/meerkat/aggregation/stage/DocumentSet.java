package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueOrder;
import java.util.Arrays;
import org.bson.BsonValue;

/**
 * A set of values under MongoDB's equality, numbered in the order of their arrival. The values are
 * spilled where memory is short; a hash of each stays. Threads: confined to one operation.
 */
final class DocumentSet implements AutoCloseable {
  private static final byte[] NO_NAME = {};

  private final ValueOrder order;
  private final StageMemory memory;
  private final DocumentList values;
  private final DocumentBuilder out = new DocumentBuilder(64);
  private int[] hashes = new int[32];
  private int[] slots = new int[64];

  DocumentSet(ValueOrder order, StageMemory memory) {
    this.order = order;
    this.memory = memory;
    this.values = new DocumentList(memory);
  }

  int size() {
    return values.size();
  }

  /** A value by its number. */
  BsonValue get(int index) {
    DocumentView view = values.get(index);
    byte[] bytes = view.array();
    int element = BsonBytes.firstElement(view.offset());
    return BsonBytes.decode(bytes, bytes[element], BsonBytes.valueOffset(bytes, element));
  }

  /** Adds a value; answers false where it is there already. */
  boolean add(BsonValue value) {
    out.clear().append(NO_NAME, value);
    int before = values.size();
    return enter(out.toView()) == before;
  }

  /** The number of a value, which is added where it is not there: it is the last one then. */
  int enter(byte type, byte[] array, int offset) {
    out.clear().appendRaw(NO_NAME, type, array, offset, BsonBytes.valueSize(array, type, offset));
    return enter(out.toView());
  }

  private int enter(DocumentView view) {
    int hash = hash(view);
    int slot = slot(view, hash);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    enter(hash, slot);
    values.add(view);
    return values.size() - 1;
  }

  /** The number of a value, or -1. */
  int indexOf(BsonValue value) {
    out.clear().append(NO_NAME, value);
    DocumentView view = out.toView();
    return slots[slot(view, hash(view))] - 1;
  }

  private int hash(DocumentView view) {
    byte[] bytes = view.array();
    int element = BsonBytes.firstElement(view.offset());
    int hash = order.hash(bytes[element], bytes, BsonBytes.valueOffset(bytes, element));
    return hash ^ (hash >>> 16);
  }

  /** Where a value stands, or an empty place for it. */
  private int slot(DocumentView view, int hash) {
    byte[] bytes = view.array();
    int element = BsonBytes.firstElement(view.offset());
    int offset = BsonBytes.valueOffset(bytes, element);
    int slot = hash & (slots.length - 1);
    while (slots[slot] != 0) {
      int index = slots[slot] - 1;
      if (hashes[index] == hash && isAt(index, bytes[element], bytes, offset)) {
        return slot;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private boolean isAt(int index, byte type, byte[] bytes, int offset) {
    DocumentView there = values.get(index);
    byte[] own = there.array();
    int element = BsonBytes.firstElement(there.offset());
    return order.equal(own[element], own, BsonBytes.valueOffset(own, element), type, bytes, offset);
  }

  private void enter(int hash, int slot) {
    int index = values.size();
    if (index == hashes.length) {
      hashes = Arrays.copyOf(hashes, hashes.length * 2);
    }
    hashes[index] = hash;
    slots[slot] = index + 1;
    if ((index + 1) * 2 > slots.length) {
      memory.add(4L * slots.length);
      int[] larger = new int[slots.length * 2];
      for (int i = 0; i <= index; i++) {
        int place = hashes[i] & (larger.length - 1);
        while (larger[place] != 0) {
          place = (place + 1) & (larger.length - 1);
        }
        larger[place] = i + 1;
      }
      slots = larger;
    }
  }

  /** Puts the values into a file, and those that come. */
  void spill() {
    values.spill();
  }

  @Override
  public void close() {
    values.close();
  }
}
