package dev.meerkat.backend.sqlite;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction makes of the numbers of the stores that it changes, by the numbers of their
 * tables. Most change two: a collection and the oplog. The numbers are used again by the next
 * transaction. Threads: confined to the writer's turn.
 */
final class ChangedStores {
  private int[] tables = new int[2];
  private @Nullable StoreNumbers[] numbers = new @Nullable StoreNumbers[2];
  private int size;

  int size() {
    return size;
  }

  int table(int i) {
    return tables[i];
  }

  StoreNumbers numbers(int i) {
    StoreNumbers found = numbers[i];
    if (i >= size || found == null) {
      throw new IndexOutOfBoundsException(i);
    }
    return found;
  }

  @Nullable StoreNumbers find(int table) {
    for (int i = 0; i < size; i++) {
      if (tables[i] == table) {
        return numbers[i];
      }
    }
    return null;
  }

  /** Adds a table that has no numbers yet; answers those that it begins with. */
  StoreNumbers add(int table, StoreNumbers first) {
    if (size == tables.length) {
      tables = Arrays.copyOf(tables, size * 2);
      numbers = Arrays.copyOf(numbers, size * 2);
    }
    StoreNumbers own = numbers[size];
    if (own == null) {
      own = StoreNumbers.none();
      numbers[size] = own;
    }
    own.become(first);
    tables[size] = table;
    size++;
    return own;
  }

  /** Forgets everything, for the next transaction. */
  void clear() {
    size = 0;
  }

  /** Forgets the numbers of a table; nothing where there are none. */
  void remove(int table) {
    for (int i = 0; i < size; i++) {
      if (tables[i] == table) {
        size--;
        StoreNumbers removed = numbers[i];
        tables[i] = tables[size];
        numbers[i] = numbers[size];
        numbers[size] = removed;
        return;
      }
    }
  }
}
