package dev.meerkat.crash.power;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The log that {@code write-log.c} has written, in the order of the calls; a record that the death
 * of the process has cut off is left out. Threads: immutable.
 */
public final class WriteLog {
  private static final int HEADER_BYTES = 32;

  private final List<Call> calls = new ArrayList<>();
  private final List<Long> nanos = new ArrayList<>();

  private WriteLog() {}

  /**
   * Reads a log.
   *
   * @throws IllegalStateException it tells of a call that cannot be rebuilt
   */
  public static WriteLog read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    }
  }

  static WriteLog read(ByteBuffer bytes) {
    WriteLog log = new WriteLog();
    ByteBuffer rest = bytes.duplicate().order(ByteOrder.nativeOrder());
    while (rest.remaining() >= HEADER_BYTES) {
      int kind = rest.getInt();
      int descriptor = rest.getInt();
      long time = rest.getLong();
      long number = rest.getLong();
      int length = rest.getInt();
      int _ = rest.getInt();
      if (length > rest.remaining()) {
        break;
      }
      ByteBuffer content = rest.slice(rest.position(), length);
      rest.position(rest.position() + length);
      log.calls.add(call(kind, descriptor, number, content));
      log.nanos.add(time);
    }
    return log;
  }

  private static Call call(int kind, int descriptor, long number, ByteBuffer content) {
    return switch (kind) {
      case 1 -> new Call.Open(descriptor, text(content), (number & 1) != 0);
      case 2 -> new Call.Close(descriptor);
      case 3 -> new Call.Duplicate(descriptor, Math.toIntExact(number));
      case 4 -> new Call.Write(descriptor, number, content);
      case 5 -> new Call.Truncate(descriptor, number);
      case 6 -> new Call.SyncBegin(descriptor, number);
      case 7 -> new Call.SyncEnd(descriptor, number);
      case 8 -> {
        String[] names = text(content).split("\0", -1);
        yield new Call.Rename(names[0], names[1]);
      }
      case 9 -> new Call.Unlink(text(content));
      case 10 ->
          throw new IllegalStateException(
              "the log holds what cannot be rebuilt: " + text(content) + ", number " + number);
      default -> throw new IllegalStateException("no such kind of record: " + kind);
    };
  }

  private static String text(ByteBuffer content) {
    return StandardCharsets.UTF_8.decode(content.duplicate()).toString();
  }

  /** How many calls there are. */
  public int size() {
    return calls.size();
  }

  Call call(int index) {
    return calls.get(index);
  }

  /** Whether a sync has returned there. */
  public boolean isSync(int index) {
    return calls.get(index) instanceof Call.SyncEnd;
  }

  /**
   * Up to when whatever the process had said rests on its first {@code count} calls alone: the time
   * of the next, as {@link System#nanoTime()} tells it.
   */
  public long nanosAfter(int count) {
    return count < nanos.size() ? nanos.get(count) : Long.MAX_VALUE;
  }
}
