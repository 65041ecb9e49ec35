package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.ServerException;

/** Documents on their way between stages. Threads: immutable. */
final class Documents {
  private Documents() {}

  /** Refuses a document that has grown too large. */
  static DocumentView checked(DocumentView document) {
    if (document.length() > Limits.MAX_INTERNAL_DOCUMENT_BYTES) {
      throw new ServerException(
          ErrorCode.BSON_OBJECT_TOO_LARGE,
          "BSONObj size: "
              + document.length()
              + " is invalid. Size must be between 0 and "
              + Limits.MAX_INTERNAL_DOCUMENT_BYTES);
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
