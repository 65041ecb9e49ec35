package dev.meerkat.crash.power;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The content of a file: what is durable of it, and the changes that are not, in their order.
 * Threads: confined.
 */
final class FileContent {
  /** A change, numbered by its place in the log. */
  private record Change(int place, Call call) {}

  /** What the file held before the log began, read when it is needed; null for a new file. */
  private final Path origin;

  private byte[] durable;
  private int durableLength;
  private final List<Change> pending = new ArrayList<>();

  /** A file that was not there. */
  FileContent() {
    this.origin = null;
    this.durable = new byte[0];
  }

  /** A file that was there, and durable. */
  FileContent(Path origin) {
    this.origin = origin;
  }

  void change(int place, Call call) {
    pending.add(new Change(place, call));
  }

  /** What was changed before a place in the log becomes durable. */
  void sync(int place) {
    int done = 0;
    while (done < pending.size() && pending.get(done).place() < place) {
      load();
      apply(pending.get(done).call());
      done++;
    }
    pending.subList(0, done).clear();
  }

  /** A copy on which some of the changes that are not durable have come about. */
  FileContent torn(Tear tear) {
    if (pending.isEmpty()) {
      return this;
    }
    FileContent copy = new FileContent();
    load();
    copy.durable = Arrays.copyOf(durable, durableLength);
    copy.durableLength = durableLength;
    for (Call call : tear.choose(pending.stream().map(Change::call).toList())) {
      copy.apply(call);
    }
    return copy;
  }

  private void load() {
    if (durable == null) {
      try {
        durable = Files.readAllBytes(origin);
        durableLength = durable.length;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void apply(Call call) {
    switch (call) {
      case Call.Write write -> {
        ByteBuffer bytes = write.bytes().duplicate();
        int start = Math.toIntExact(write.offset());
        int end = start + bytes.remaining();
        if (end > durableLength) {
          resize(end);
        }
        bytes.get(durable, start, end - start);
      }
      case Call.Truncate truncate -> resize(Math.toIntExact(truncate.length()));
      default -> throw new IllegalArgumentException(call + " changes no content");
    }
  }

  private void resize(int length) {
    if (length > durable.length) {
      durable = Arrays.copyOf(durable, Math.max(length, durable.length * 2));
    } else if (length < durableLength) {
      Arrays.fill(durable, length, durableLength, (byte) 0);
    }
    durableLength = length;
  }

  /** Writes what is durable. */
  void write(Path file) throws IOException {
    if (durable == null) {
      Path _ = Files.copy(origin, file);
    } else {
      try (OutputStream output = Files.newOutputStream(file)) {
        output.write(durable, 0, durableLength);
      }
    }
  }

  /** Where another file begins to differ from what is durable, or -1. */
  long mismatch(Path file) throws IOException {
    load();
    byte[] other = Files.readAllBytes(file);
    return Arrays.mismatch(durable, 0, durableLength, other, 0, other.length);
  }
}
