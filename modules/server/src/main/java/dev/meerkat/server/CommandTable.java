package dev.meerkat.server;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.Claims;
import dev.meerkat.spi.command.Command;
import org.jspecify.annotations.Nullable;

/**
 * Finds a command by its name as it stands in a request's bytes, without making a string of it.
 * Threads: immutable.
 */
final class CommandTable {
  private final @Nullable Entry[] entries;

  /**
   * A command under one of its names.
   *
   * @param name the name as clients write it
   */
  record Entry(String name, byte[] nameBytes, Command command) {}

  CommandTable(Claims<Command> commands) {
    // A power of two with three empty places for each full one: a miss ends soon.
    @Nullable Entry[] table =
        new @Nullable Entry[Integer.highestOneBit(Math.max(16, commands.names().size())) * 8];
    for (String name : commands.names()) {
      Entry entry = new Entry(name, BsonBytes.nameBytes(name), commands.require(name));
      int place = hash(entry.nameBytes, 0, entry.nameBytes.length) & (table.length - 1);
      while (table[place] != null) {
        place = (place + 1) & (table.length - 1);
      }
      table[place] = entry;
    }
    entries = table;
  }

  /** The command that the element at {@code elementOffset} names, or null. */
  @Nullable Entry find(byte[] array, int elementOffset) {
    int start = elementOffset + 1;
    int length = BsonBytes.valueOffset(array, elementOffset) - 1 - start;
    int place = hash(array, start, length) & (entries.length - 1);
    Entry entry = entries[place];
    while (entry != null && !BsonBytes.nameEquals(array, elementOffset, entry.nameBytes)) {
      place = (place + 1) & (entries.length - 1);
      entry = entries[place];
    }
    return entry;
  }

  private static int hash(byte[] array, int offset, int length) {
    int hash = 0;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash ^ (hash >>> 15);
  }
}
