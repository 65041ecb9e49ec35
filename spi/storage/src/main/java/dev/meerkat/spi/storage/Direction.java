package dev.meerkat.spi.storage;

/** The way in which a cursor walks a table. */
public enum Direction {
  FORWARD,
  REVERSE
}
