package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.ValueSink;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.StageContext;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one run, found by the bytes of their key: neither a document's key nor its hash is
 * made an object. Threads: confined to one operation.
 */
final class GroupTable {
  private static final byte[] ID = BsonBytes.nameBytes("_id");

  private final GroupStage stage;
  private final StageContext context;
  private final MemoryLimit memory;
  private final DocumentBuilder keyBytes = new DocumentBuilder(64);
  private final KeySink key = new KeySink(keyBytes);
  private final List<Group> groups = new ArrayList<>();
  private int[] slots = new int[64];

  GroupTable(GroupStage stage, StageContext context) {
    this.stage = stage;
    this.context = context;
    this.memory = new MemoryLimit("$group", context);
  }

  void add(DocumentView document) {
    keyBytes.clear();
    key.empty = true;
    stage.id().evaluateInto(document, context.scope(), key);
    if (key.empty) {
      key.nullValue();
    }
    Group group = group(keyBytes.toView());
    for (Accumulator.State state : group.states) {
      long before = state.memoryBytes();
      state.add(document, context.scope());
      long more = state.memoryBytes() - before;
      if (more != 0) {
        memory.add(more);
      }
    }
  }

  private Group group(DocumentView view) {
    byte[] bytes = view.array();
    int element = BsonBytes.firstElement(view.offset());
    byte type = bytes[element];
    int value = BsonBytes.valueOffset(bytes, element);
    ValueOrder order = stage.order();
    int hash = spread(order.hash(type, bytes, value));
    int slot = hash & (slots.length - 1);
    while (slots[slot] != 0) {
      Group group = groups.get(slots[slot] - 1);
      if (group.hash == hash
          && order.equal(group.type(), group.key, group.value(), type, bytes, value)) {
        return group;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    Group group = new Group(view.toBytes().clone(), hash, states());
    groups.add(group);
    slots[slot] = groups.size();
    memory.add(96L + group.key.length + 64L * group.states.length);
    if (groups.size() * 2 > slots.length) {
      grow();
    }
    return group;
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 16);
  }

  private void grow() {
    int[] larger = new int[slots.length * 2];
    for (int i = 0; i < groups.size(); i++) {
      int slot = groups.get(i).hash & (larger.length - 1);
      while (larger[slot] != 0) {
        slot = (slot + 1) & (larger.length - 1);
      }
      larger[slot] = i + 1;
    }
    slots = larger;
  }

  private Accumulator.State[] states() {
    Accumulator.State[] states = new Accumulator.State[stage.accumulators().size()];
    for (int i = 0; i < states.length; i++) {
      states[i] = stage.accumulators().get(i).start();
    }
    return states;
  }

  /** One document a group, in the order in which the groups came up. */
  Cursor results() {
    return new ResultCursor();
  }

  /** A group's key stands in a document of its own, under the name {@code _id}. */
  private record Group(byte[] key, int hash, Accumulator.State[] states) {
    byte type() {
      return key[4];
    }

    int value() {
      return 4 + 1 + ID.length + 1;
    }
  }

  private final class ResultCursor implements Cursor {
    private final DocumentBuilder out = new DocumentBuilder(256);
    private int next;
    private @Nullable DocumentView current;

    @Override
    public boolean advance() {
      if (next >= groups.size()) {
        current = null;
        return false;
      }
      Group group = groups.get(next++);
      out.clear();
      out.appendFields(DocumentView.of(group.key));
      for (int i = 0; i < group.states.length; i++) {
        out.append(stage.names().get(i), group.states[i].result());
      }
      current = Documents.checked(out.toView());
      return true;
    }

    @Override
    public DocumentView current() {
      if (current == null) {
        throw new IllegalStateException("no document");
      }
      return current;
    }

    @Override
    public void close() {
      groups.clear();
    }
  }

  /** Takes a document's key. Threads: confined to one operation. */
  private static final class KeySink implements ValueSink {
    private final DocumentBuilder out;
    private boolean empty = true;

    KeySink(DocumentBuilder out) {
      this.out = out;
    }

    @Override
    public void value(BsonValue value) {
      empty = false;
      out.append(ID, value);
    }

    @Override
    public void int32(int value) {
      empty = false;
      out.appendInt32(ID, value);
    }

    @Override
    public void int64(long value) {
      empty = false;
      out.appendInt64(ID, value);
    }

    @Override
    public void float64(double value) {
      empty = false;
      out.appendDouble(ID, value);
    }

    @Override
    public void bool(boolean value) {
      empty = false;
      out.appendBoolean(ID, value);
    }

    @Override
    public void nullValue() {
      empty = false;
      out.appendNull(ID);
    }

    @Override
    public void raw(byte type, byte[] array, int offset, int length) {
      empty = false;
      out.appendRaw(ID, type, array, offset, length);
    }
  }
}
