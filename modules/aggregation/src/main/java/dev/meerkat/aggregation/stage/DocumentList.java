package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.SpilledRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Documents by their number, in memory as long as the stage's memory has room, and then in a file.
 * Threads: confined to one operation.
 */
final class DocumentList implements AutoCloseable {
  /** A stage goes over its documents at a few places at once, mostly forwards. */
  private static final int READERS = 4;

  private static final long ENTRY_BYTES = 48;

  private final StageMemory memory;
  private final List<DocumentView> documents = new ArrayList<>();
  private final List<Place> places = new ArrayList<>(READERS);
  private long heldBytes;
  private int size;
  private int written;
  private long uses;
  private @Nullable SpilledRun run;

  /** Where in the file each document stands; empty as long as nothing was spilled. */
  private long[] positions = {};

  /** A reader, and where it is. */
  private static final class Place {
    private SpilledRun.Reader reader;
    private int index;
    private long lastUse;
    private @Nullable DocumentView document;

    Place(SpilledRun.Reader reader, int index) {
      this.reader = reader;
      this.index = index;
    }

    /** Goes to the next document and takes it out of the reader's buffer. */
    DocumentView next() {
      if (!reader.advance()) {
        throw new IllegalStateException("a spilled document is gone");
      }
      index++;
      DocumentView read = SpilledDocuments.read(reader).retain();
      document = read;
      return read;
    }
  }

  DocumentList(StageMemory memory) {
    this.memory = memory;
  }

  /** Reads a whole input. */
  static DocumentList of(Cursor input, StageMemory memory, Runnable interruptCheck) {
    DocumentList list = new DocumentList(memory);
    try {
      while (input.advance()) {
        list.add(input.current());
        interruptCheck.run();
      }
    } catch (RuntimeException e) {
      list.close();
      throw e;
    }
    return list;
  }

  int size() {
    return size;
  }

  void add(DocumentView document) {
    if (run != null) {
      write(run, document);
    } else {
      documents.add(document.retain());
      hold(document.length() + ENTRY_BYTES);
      if (memory.isFull()) {
        spill();
      }
    }
    size++;
  }

  private void hold(long bytes) {
    heldBytes += bytes;
    memory.add(bytes);
  }

  /** Puts all documents into a file, and those that come. */
  void spill() {
    if (run != null || !memory.canSpill()) {
      return;
    }
    SpilledRun begun = memory.spilling().begin();
    run = begun;
    positions = new long[Math.max(16, documents.size() * 2)];
    for (DocumentView document : documents) {
      write(begun, document);
    }
    documents.clear();
    hold(-heldBytes);
  }

  private void write(SpilledRun file, DocumentView document) {
    long position = SpilledDocuments.add(file, document);
    if (written == positions.length) {
      positions = Arrays.copyOf(positions, positions.length * 2);
    }
    positions[written++] = position;
  }

  /** A document, valid as long as the list is. */
  DocumentView get(int index) {
    return run == null ? documents.get(index) : read(run, index);
  }

  private DocumentView read(SpilledRun file, int index) {
    uses++;
    for (Place place : places) {
      if (place.index == index + 1 && place.document != null) {
        place.lastUse = uses;
        return place.document;
      }
    }
    for (Place place : places) {
      if (place.index == index) {
        place.lastUse = uses;
        return place.next();
      }
    }
    Place place = place(file, index);
    place.lastUse = uses;
    return place.next();
  }

  /** A reader at a document: a new one, or the one that has not been used for longest. */
  private Place place(SpilledRun file, int index) {
    SpilledRun.Reader reader = file.read(positions[index]);
    if (places.size() < READERS) {
      Place added = new Place(reader, index);
      places.add(added);
      return added;
    }
    Place oldest = places.getFirst();
    for (Place place : places) {
      if (place.lastUse < oldest.lastUse) {
        oldest = place;
      }
    }
    oldest.reader = reader;
    oldest.index = index;
    oldest.document = null;
    return oldest;
  }

  /** All documents from the first on; the list stays open when the cursor is closed. */
  Cursor cursor() {
    return new Walk(null);
  }

  /** The documents of some numbers. */
  Cursor cursor(int[] numbers) {
    return new Walk(numbers);
  }

  /** Frees memory and space; the list is of no use any more. */
  @Override
  public void close() {
    documents.clear();
    places.clear();
    hold(-heldBytes);
    size = 0;
    if (run != null) {
      run.close();
    }
  }

  private final class Walk implements Cursor {
    private final int @Nullable [] numbers;
    private final int count;
    private int next;

    Walk(int @Nullable [] numbers) {
      this.numbers = numbers;
      this.count = numbers == null ? size : numbers.length;
    }

    @Override
    public boolean advance() {
      if (next >= count) {
        next = count + 1;
        return false;
      }
      next++;
      return true;
    }

    @Override
    public DocumentView current() {
      return get(numbers == null ? next - 1 : numbers[next - 1]);
    }

    @Override
    public void close() {
      next = count + 1;
    }
  }
}
