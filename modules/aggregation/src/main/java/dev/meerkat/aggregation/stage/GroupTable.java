package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.SpilledRun;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.StageContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one run, found by the bytes of their key: neither a document's key nor its hash is
 * made an object.
 *
 * <p>Where memory is short, the groups stay as they are, and all documents that still come are
 * spilled into partitions by the hash of their key. At the end each partition is a table of its
 * own, which begins with the groups that it has already. Threads: confined to one operation.
 */
final class GroupTable implements AutoCloseable {
  private final GroupStage stage;
  private final StageContext context;
  private final StageMemory memory;
  private final GroupKeySink key = new GroupKeySink();
  private final List<Group> groups = new ArrayList<>();
  private final int level;
  private int[] slots = new int[64];

  /** Where documents go once memory is short; null as long as it is not. */
  private @Nullable GroupPartitions partitions;

  GroupTable(GroupStage stage, StageContext context) {
    this(stage, context, 0);
  }

  /**
   * @param level how many times what it is given has been partitioned
   */
  private GroupTable(GroupStage stage, StageContext context, int level) {
    this.level = level;
    this.stage = stage;
    this.context = context;
    this.memory = new StageMemory("$group", context);
  }

  void add(DocumentView document) {
    DocumentView view = key.of(document, stage.id(), context.scope());
    int hash = hash(view);
    if (partitions != null) {
      partitions.add(document, hash);
      return;
    }
    Group group = group(view, hash);
    for (Accumulator.State state : group.states) {
      long before = state.memoryBytes();
      state.add(document, context.scope());
      long more = state.memoryBytes() - before;
      if (more != 0) {
        memory.add(more);
      }
    }
    // One group cannot be parted, and no two are after all bits of the hash.
    if (memory.isFull() && groups.size() > 1 && level < GroupPartitions.MAX_LEVEL) {
      partitions = GroupPartitions.begin(memory.spilling(), level);
    }
  }

  private int hash(DocumentView view) {
    byte[] bytes = view.array();
    int element = BsonBytes.firstElement(view.offset());
    return spread(stage.order().hash(bytes[element], bytes, BsonBytes.valueOffset(bytes, element)));
  }

  private Group group(DocumentView view, int hash) {
    byte[] bytes = view.array();
    int element = BsonBytes.firstElement(view.offset());
    byte type = bytes[element];
    int value = BsonBytes.valueOffset(bytes, element);
    ValueOrder order = stage.order();
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
    add(group, slot);
    return group;
  }

  private void add(Group group, int slot) {
    groups.add(group);
    slots[slot] = groups.size();
    memory.add(96L + group.key.length + 64L * group.states.length);
    if (groups.size() * 2 > slots.length) {
      grow();
    }
  }

  /** The results of one partition: the groups that it has already, and its documents. */
  private Cursor partition(List<Group> begun, SpilledRun.Reader documents) {
    GroupTable table = new GroupTable(stage, context, level + 1);
    try {
      begun.forEach(table::adopt);
      while (documents.advance()) {
        stage.add(SpilledDocuments.read(documents), table);
        context.operation().checkInterrupted();
      }
    } catch (RuntimeException e) {
      table.close();
      throw e;
    }
    return table.results();
  }

  /** Takes over a group of a table that was partitioned; its key is not here yet. */
  private void adopt(Group group) {
    int slot = group.hash & (slots.length - 1);
    while (slots[slot] != 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    add(group, slot);
    for (Accumulator.State state : group.states) {
      memory.add(state.memoryBytes());
    }
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

  /** One document a group, in the order in which the groups came up where none was spilled. */
  Cursor results() {
    if (partitions == null) {
      return new ResultCursor();
    }
    Cursor results = partitions.results(groups, this::partition);
    groups.clear();
    slots = new int[0];
    return results;
  }

  @Override
  public void close() {
    groups.clear();
    if (partitions != null) {
      partitions.close();
    }
  }

  /** A group's key stands in a document of its own, under the name {@code _id}. */
  record Group(byte[] key, int hash, Accumulator.State[] states) {
    byte type() {
      return key[4];
    }

    int value() {
      return 4 + 1 + GroupKeySink.ID.length + 1;
    }
  }

  private final class ResultCursor extends StageCursor {
    private final DocumentBuilder out = new DocumentBuilder(256);
    private int next;

    @Override
    protected @Nullable DocumentView next() {
      if (next >= groups.size()) {
        return null;
      }
      Group group = groups.get(next++);
      out.clear();
      out.appendFields(DocumentView.of(group.key));
      for (int i = 0; i < group.states.length; i++) {
        out.append(stage.names().get(i), group.states[i].result());
      }
      return Documents.checked(out.toView());
    }

    @Override
    public void close() {
      groups.clear();
    }
  }
}
