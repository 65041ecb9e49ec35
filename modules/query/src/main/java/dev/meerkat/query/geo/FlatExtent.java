package dev.meerkat.query.geo;

/** A part of the plane, as those see it who cover it with boxes. Threads: immutable. */
public interface FlatExtent {
  /** Whether it has a point in common with a box; true in doubt. */
  boolean mayMeet(Region.Box cell);

  /** Whether a whole box belongs to it; false in doubt. */
  boolean encloses(Region.Box cell);
}
