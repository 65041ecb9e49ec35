package dev.meerkat.values;

import org.bson.BsonValue;

/** Arithmetic as MongoDB's expressions and update operators do it. Threads: immutable. */
@SuppressWarnings("DoNotCallSuggester")
public final class Numbers {
  private Numbers() {}

  /** Adds two numbers: int32 grows to int64, int64 to double, Decimal128 absorbs all. */
  public static BsonValue add(BsonValue a, BsonValue b) {
    throw new UnsupportedOperationException();
  }

  /** Subtracts two numbers, with the promotions of {@link #add}. */
  public static BsonValue subtract(BsonValue a, BsonValue b) {
    throw new UnsupportedOperationException();
  }

  /** Multiplies two numbers, with the promotions of {@link #add}. */
  public static BsonValue multiply(BsonValue a, BsonValue b) {
    throw new UnsupportedOperationException();
  }

  /** What {@code $inc} stores: as {@link #add}, but an int64 overflow is error 2. */
  public static BsonValue increment(BsonValue stored, BsonValue by) {
    throw new UnsupportedOperationException();
  }

  /** What {@code $mul} stores: as {@link #multiply}, but an int64 overflow is error 2. */
  public static BsonValue scale(BsonValue stored, BsonValue by) {
    throw new UnsupportedOperationException();
  }

  /** Compares two numbers exactly; NaN is below everything and equal to NaN. */
  public static int compare(BsonValue a, BsonValue b) {
    throw new UnsupportedOperationException();
  }

  public static boolean isNumber(BsonValue value) {
    throw new UnsupportedOperationException();
  }

  /** Whether a number has no fraction and fits into an int64. */
  public static boolean isIntegral(BsonValue number) {
    throw new UnsupportedOperationException();
  }

  /** The number as an int64; it must be {@linkplain #isIntegral integral}. */
  public static long exactLong(BsonValue number) {
    throw new UnsupportedOperationException();
  }

  /** The zero of a number's type. */
  public static BsonValue zeroOf(BsonValue number) {
    throw new UnsupportedOperationException();
  }
}
