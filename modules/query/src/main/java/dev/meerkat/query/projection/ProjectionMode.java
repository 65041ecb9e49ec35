package dev.meerkat.query.projection;

/** What becomes of the fields that a projection does not name. Threads: immutable. */
enum ProjectionMode {
  /** They go. */
  INCLUSION,
  /** They stay. */
  EXCLUSION,
  /** They stay, and computed fields stand where those of the same name stood. */
  ADDITION
}
