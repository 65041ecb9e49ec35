package dev.meerkat.backend.memory;

/** What an ident names. Threads: published tables are immutable. */
sealed interface MemoryTable permits RecordTree, SortedTree {
  /** A table of equal content that may be changed without changing this one; costs nothing. */
  MemoryTable fork();

  /** An estimate of the memory that the table takes. */
  long sizeBytes();
}
