package dev.meerkat.spi;

/**
 * MongoDB's fixed limits.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/limits/">Limits and thresholds</a>
 */
public final class Limits {
  /** Bytes of a stored document. */
  public static final int MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

  /** Bytes of a document on its way through a pipeline, or of a reply. */
  public static final int MAX_INTERNAL_DOCUMENT_BYTES = MAX_DOCUMENT_BYTES + 16 * 1024;

  /** Bytes of one wire message. */
  public static final int MAX_MESSAGE_BYTES = 48_000_000;

  /** Statements in one write command. */
  public static final int MAX_WRITE_BATCH = 100_000;

  /** Levels of nesting of a stored document, its root included. */
  public static final int MAX_STORED_DEPTH = 180;

  /** Levels of nesting of a command, its root included: 200 below it. */
  public static final int MAX_COMMAND_DEPTH = 201;

  /** Bytes of {@code database.collection}. */
  public static final int MAX_NAMESPACE_BYTES = 255;

  /** Bytes of a database's name. */
  public static final int MAX_DATABASE_NAME_BYTES = 63;

  /** Stages of one pipeline. */
  public static final int MAX_PIPELINE_STAGES = 1_000;

  private Limits() {}

  /**
   * Refuses a document that is larger than one on its way may be.
   *
   * @throws ServerException 10334 BSONObjectTooLarge
   */
  public static void requireInternalSize(DocumentView document) {
    if (document.length() > MAX_INTERNAL_DOCUMENT_BYTES) {
      throw new ServerException(
          ErrorCode.BSON_OBJECT_TOO_LARGE,
          "BSONObj size: "
              + document.length()
              + " is invalid. Size must be between 0 and "
              + MAX_INTERNAL_DOCUMENT_BYTES);
    }
  }
}
