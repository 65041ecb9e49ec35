package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;

/**
 * The bytes that components of an index key begin with, in MongoDB's order of types. None is 0x00,
 * 0x01, 0xFE or 0xFF, nor becomes so when inverted for a descending component: those end strings
 * and bounds. Threads: immutable.
 */
final class KeyType {
  static final int END = 0x00;
  static final int EXCLUSIVE_BEFORE = 0x01;
  static final int MIN_KEY = 0x10;
  static final int UNDEFINED = 0x18;
  static final int NULL = 0x20;

  /** Stands for every number where only the class counts. */
  static final int NAN = 0x28;

  static final int NEGATIVE_INFINITY = 0x29;

  /** From 2^63 on. */
  static final int NEGATIVE_LARGE = 0x2A;

  /** Whole parts of 1 byte; those of 8 bytes are 7 below it. */
  static final int NEGATIVE_1_BYTE = 0x32;

  /** Below 1. */
  static final int NEGATIVE_SMALL = 0x33;

  static final int ZERO = 0x34;
  static final int POSITIVE_SMALL = 0x35;

  /** Whole parts of 1 byte; those of 8 bytes are 7 above it. */
  static final int POSITIVE_1_BYTE = 0x36;

  static final int POSITIVE_LARGE = 0x3E;
  static final int POSITIVE_INFINITY = 0x3F;
  static final int STRING = 0x48;
  static final int DOCUMENT = 0x50;
  static final int ARRAY = 0x58;
  static final int BINARY = 0x60;
  static final int OBJECT_ID = 0x68;
  static final int FALSE = 0x70;
  static final int TRUE = 0x71;
  static final int DATE_TIME = 0x78;
  static final int TIMESTAMP = 0x80;
  static final int REGEX = 0x88;
  static final int DB_POINTER = 0x90;
  static final int CODE = 0x98;
  static final int CODE_WITH_SCOPE = 0xA0;
  static final int MAX_KEY = 0xE8;
  static final int EXCLUSIVE_AFTER = 0xFE;

  private KeyType() {}

  /** The byte that stands for all values of a type's class. */
  static int classOf(byte type) {
    return switch (type) {
      case BsonBytes.MIN_KEY -> MIN_KEY;
      case BsonBytes.UNDEFINED -> UNDEFINED;
      case BsonBytes.NULL -> NULL;
      case BsonBytes.INT32, BsonBytes.INT64, BsonBytes.DOUBLE, BsonBytes.DECIMAL128 -> NAN;
      case BsonBytes.STRING, BsonBytes.SYMBOL -> STRING;
      case BsonBytes.DOCUMENT -> DOCUMENT;
      case BsonBytes.ARRAY -> ARRAY;
      case BsonBytes.BINARY -> BINARY;
      case BsonBytes.OBJECT_ID -> OBJECT_ID;
      case BsonBytes.BOOLEAN -> FALSE;
      case BsonBytes.DATE_TIME -> DATE_TIME;
      case BsonBytes.TIMESTAMP -> TIMESTAMP;
      case BsonBytes.REGEX -> REGEX;
      case BsonBytes.DB_POINTER -> DB_POINTER;
      case BsonBytes.CODE -> CODE;
      case BsonBytes.CODE_WITH_SCOPE -> CODE_WITH_SCOPE;
      case BsonBytes.MAX_KEY -> MAX_KEY;
      default -> throw new IllegalStateException("not a BSON type: " + type);
    };
  }
}
