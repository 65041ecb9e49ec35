package dev.meerkat.backend.memory;

/** What the handles of tables read through. Threads: confined to one thread. */
sealed interface MemoryReader permits MemorySnapshot, MemoryTransaction {
  /** The records of an ident as they are now. */
  RecordTree records(MemoryIdent ident);

  /** The entries of an ident as they are now. */
  SortedTree<byte[]> entries(MemoryIdent ident);

  /** A number that changes whenever what is read may have changed; fails where reading is over. */
  long version();
}
