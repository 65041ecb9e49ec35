package dev.meerkat.spi.command;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;

/**
 * How recent and how durable the data must be that a command reads. Threads: immutable.
 *
 * @param level as given, or {@link Level#LOCAL}
 * @param isGiven whether the command had a level
 * @param afterClusterTime bits of a timestamp, or 0
 * @param atClusterTime bits of a timestamp, or 0
 * @see <a href="https://www.mongodb.com/docs/manual/reference/read-concern/">Read concern</a>
 */
public record ReadConcern(Level level, boolean isGiven, long afterClusterTime, long atClusterTime) {
  /** MongoDB's levels. */
  public enum Level {
    LOCAL("local"),
    AVAILABLE("available"),
    MAJORITY("majority"),
    LINEARIZABLE("linearizable"),
    SNAPSHOT("snapshot");

    private final String wireName;

    Level(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /** A command without a read concern. */
  public static final ReadConcern NONE = new ReadConcern(Level.LOCAL, false, 0, 0);

  private static final DocumentSchema SCHEMA =
      DocumentSchema.of(
          "readConcern",
          Field.string("level"),
          Field.of("afterClusterTime", BsonBytes.TIMESTAMP).nullRefused(),
          Field.of("atClusterTime", BsonBytes.TIMESTAMP).nullRefused(),
          Field.document("afterOpTime"),
          Field.string("provenance"));

  /** Parses a read concern document. */
  public static ReadConcern parse(DocumentView document) {
    return parse(document.array(), document.offset());
  }

  /** Whether the command says nothing of what it reads. */
  public boolean isEmpty() {
    return !isGiven && afterClusterTime == 0 && atClusterTime == 0;
  }

  static ReadConcern parse(byte[] array, int offset) {
    Fields fields = SCHEMA.parse(DocumentView.borrowed(array, offset));
    CommonRules.provenance(fields, "readConcern");
    boolean given = fields.has("level");
    Level level = given ? level(fields.string("level")) : Level.LOCAL;
    long after = CommonRules.timestamp(fields, "afterClusterTime");
    long at = CommonRules.timestamp(fields, "atClusterTime");
    if (after != 0 && at != 0) {
      throw invalid("Specifying both afterClusterTime and atClusterTime is not allowed");
    }
    if (at != 0 && level != Level.SNAPSHOT) {
      throw invalid("atClusterTime field can be set only if level is equal to snapshot");
    }
    if (after != 0 && (level == Level.LINEARIZABLE || level == Level.AVAILABLE)) {
      throw invalid(
          "afterClusterTime field can be set only if level is equal to majority, local, or"
              + " snapshot");
    }
    return new ReadConcern(level, given, after, at);
  }

  private static Level level(String name) {
    for (Level level : Level.values()) {
      if (level.wireName.equals(name)) {
        return level;
      }
    }
    throw new ServerException(
        ErrorCode.BAD_VALUE,
        "Enumeration value '" + name + "' for field 'readConcern.level' is not a valid value.");
  }

  private static ServerException invalid(String message) {
    return new ServerException(ErrorCode.INVALID_OPTIONS, message);
  }
}
