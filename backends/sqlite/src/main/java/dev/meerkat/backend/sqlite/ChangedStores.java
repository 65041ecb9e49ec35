package dev.meerkat.backend.sqlite;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction makes of the numbers of the stores that it changes, by the numbers of their
 * tables. Most change two: a collection and the oplog. Threads: confined to the writer's turn.
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

  /** Adds the numbers of a table that has none yet. */
  void add(int table, StoreNumbers added) {
    if (size == tables.length) {
      tables = Arrays.copyOf(tables, size * 2);
      numbers = Arrays.copyOf(numbers, size * 2);
    }
    tables[size] = table;
    numbers[size] = added;
    size++;
  }

  /** Forgets everything. */
  void clear() {
    Arrays.fill(numbers, 0, size, null);
    size = 0;
  }

  /** Forgets the numbers of a table; nothing where there are none. */
  void remove(int table) {
    for (int i = 0; i < size; i++) {
      if (tables[i] == table) {
        size--;
        tables[i] = tables[size];
        numbers[i] = numbers[size];
        numbers[size] = null;
        return;
      }
    }
  }
}
