package dev.meerkat.engine.changestream;

import org.bson.BsonType;

/**
 * The bytes that values in a resume token begin with: MongoDB's own, so that tools which read the
 * time of a token understand ours. Threads: immutable.
 */
final class TokenType {
  static final int END = 4;
  static final int MIN_KEY = 10;
  static final int UNDEFINED = 15;
  static final int NULL = 20;

  /** Every number, where only the class counts; and the number that is none. */
  static final int NUMBER = 30;

  static final int NEGATIVE_LARGE = 31;

  /** Whole numbers of 1 byte; those of 8 bytes are 7 below it. */
  static final int NEGATIVE_1_BYTE = 39;

  static final int NEGATIVE_SMALL = 40;
  static final int ZERO = 41;
  static final int POSITIVE_SMALL = 42;

  /** Whole numbers of 1 byte; those of 8 bytes are 7 above it. */
  static final int POSITIVE_1_BYTE = 43;

  static final int POSITIVE_LARGE = 51;
  static final int STRING = 60;
  static final int DOCUMENT = 70;
  static final int ARRAY = 80;
  static final int BINARY = 90;
  static final int OBJECT_ID = 100;
  static final int FALSE = 110;
  static final int TRUE = 111;
  static final int DATE_TIME = 120;
  static final int TIMESTAMP = 130;
  static final int REGEX = 140;
  static final int DB_POINTER = 150;
  static final int CODE = 160;
  static final int CODE_WITH_SCOPE = 170;
  static final int MAX_KEY = 240;

  // What stands beside the bytes for a number or a text.
  static final int FORM_INT32 = 0;
  static final int FORM_DOUBLE = 1;
  static final int FORM_INT64 = 2;
  static final int FORM_DECIMAL = 3;
  static final int FORM_NEGATIVE_ZERO = 4;
  static final int FORM_SYMBOL = 1;

  private TokenType() {}

  /** The byte that stands for all values of a type's class. */
  static int classOf(BsonType type) {
    return switch (type) {
      case MIN_KEY -> MIN_KEY;
      case UNDEFINED -> UNDEFINED;
      case NULL -> NULL;
      case INT32, INT64, DOUBLE, DECIMAL128 -> NUMBER;
      case STRING, SYMBOL -> STRING;
      case DOCUMENT -> DOCUMENT;
      case ARRAY -> ARRAY;
      case BINARY -> BINARY;
      case OBJECT_ID -> OBJECT_ID;
      case BOOLEAN -> FALSE;
      case DATE_TIME -> DATE_TIME;
      case TIMESTAMP -> TIMESTAMP;
      case REGULAR_EXPRESSION -> REGEX;
      case DB_POINTER -> DB_POINTER;
      case JAVASCRIPT -> CODE;
      case JAVASCRIPT_WITH_SCOPE -> CODE_WITH_SCOPE;
      case MAX_KEY -> MAX_KEY;
      case END_OF_DOCUMENT -> throw new IllegalArgumentException("not a value");
    };
  }
}
