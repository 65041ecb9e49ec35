package dev.meerkat.contract.fault;

import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.TableKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The changes that {@link CrashingWriter} makes, which follow from the writer's number and the step
 * alone, so that the test can make them again in a model. Threads: stateless.
 */
final class CrashWork {
  static final int WRITERS = 3;

  private static final String FIRST = "first";
  private static final String SECOND = "second";
  private static final String INDEX = "index";
  private static final String STEPS = "steps";
  private static final int WINDOW = 40;
  private static final int LARGE = 300_000;

  private CrashWork() {}

  static List<Change> setUp() {
    return List.of(
        new Change.Create(FIRST, TableKind.RECORDS),
        new Change.Create(SECOND, TableKind.RECORDS),
        new Change.Create(INDEX, TableKind.INDEX),
        new Change.Create(STEPS, TableKind.TABLE));
  }

  static Durability durability(long step) {
    return step % 5 == 0 ? Durability.SYNCED : Durability.BUFFERED;
  }

  /** One commit of one writer: rows in all tables, and the step itself. */
  static List<Change> step(int writer, long step) {
    List<Change> changes = new ArrayList<>();
    long id = id(writer, step);
    changes.add(new Change.Insert(FIRST, id, Documents.of(id, step % 97 == 0 ? LARGE : 100)));
    changes.add(new Change.Insert(SECOND, id, Documents.of(-id, 50)));
    changes.add(new Change.Put(INDEX, key(id), new byte[0]));
    if (step > WINDOW) {
      long old = id(writer, step - WINDOW);
      changes.add(new Change.Delete(FIRST, old));
      changes.add(new Change.Remove(INDEX, key(old)));
    }
    if (step % 3 == 0) {
      changes.add(new Change.Update(SECOND, id(writer, step - 1), Documents.of(step, 60)));
    }
    String temporary = "temporary-" + writer;
    if (step % 20 == 10) {
      changes.add(new Change.Create(temporary, TableKind.RECORDS));
      changes.add(new Change.Insert(temporary, 1, Documents.of(1, 1000)));
    }
    if (step >= 20 && step % 20 == 0) {
      changes.add(new Change.Drop(temporary));
    }
    changes.add(new Change.Put(STEPS, key(writer), key(step)));
    return changes;
  }

  /** The last step of a writer that is in the store. */
  static long lastStep(Storage storage, StorageReader reader, int writer) {
    byte[] value = storage.sortedTable(STEPS).find(reader, key(writer));
    return value == null ? 0 : ByteBuffer.wrap(value).getLong();
  }

  private static long id(int writer, long step) {
    return (RecordStore.MAX_RECORD_ID / WRITERS) * writer + step;
  }

  private static byte[] key(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }
}
