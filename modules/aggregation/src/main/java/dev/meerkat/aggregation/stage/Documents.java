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
    Limits.requireInternalSize(document);
    return document;
  }

  static ServerException error(int code, String message) {
    return new ServerException(ErrorCode.location(code), message);
  }

  static ServerException failedToParse(String message) {
    return new ServerException(ErrorCode.FAILED_TO_PARSE, message);
  }
}
