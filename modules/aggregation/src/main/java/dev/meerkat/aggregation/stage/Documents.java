package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;

/** Documents on their way between stages. Threads: immutable. */
final class Documents {
  /**
   * Only what is answered, or stored, must be as small as a document that a client can take; what
   * stands between two stages may be as large as what a stage may hold.
   */
  static final int MOST_BYTES = 100 * 1024 * 1024;

  private Documents() {}

  /** Refuses a document that has grown too large even to be passed on. */
  static DocumentView checked(DocumentView document) {
    if (document.length() > MOST_BYTES) {
      throw new ServerException(
          ErrorCode.BSON_OBJECT_TOO_LARGE,
          "BSONObj size: "
              + document.length()
              + " is invalid. Size must be between 0 and "
              + MOST_BYTES);
    }
    return document;
  }

  static ServerException error(int code, String message) {
    return new ServerException(ErrorCode.location(code), message);
  }

  static ServerException failedToParse(String message) {
    return new ServerException(ErrorCode.FAILED_TO_PARSE, message);
  }
}
