package dev.meerkat.spi.command;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Arrays;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * When a write counts as done. Threads: immutable.
 *
 * @param w a number of members from 0 to 50, a mode's name, or a document of tags
 * @param isWGiven whether {@code w} was there
 * @param journal {@code j}, or {@code fsync}
 * @param isJournalGiven whether {@code j} or {@code fsync} was there
 * @param timeoutMillis {@code wtimeout}; 0 or less waits for ever
 * @param isGiven whether the command had a write concern
 * @see <a href="https://www.mongodb.com/docs/manual/reference/write-concern/">Write concern</a>
 */
public record WriteConcern(
    BsonValue w,
    boolean isWGiven,
    boolean journal,
    boolean isJournalGiven,
    int timeoutMillis,
    boolean isGiven) {
  /** A command without a write concern: MongoDB's implicit default, {@code majority}. */
  public static final WriteConcern NONE =
      new WriteConcern(new BsonString("majority"), false, false, false, 0, false);

  private static final int MAX_MEMBERS = 50;

  private static final DocumentSchema SCHEMA =
      DocumentSchema.of(
          "writeConcern",
          Field.any("w"),
          Field.safeBool("j"),
          Field.safeBool("fsync"),
          Field.any("wtimeout"),
          Field.any("wElectionId"),
          Field.any("wOpTime"),
          Field.any("getLastError"),
          Field.string("provenance"));

  /** What nearly all commands say that say anything, and what it means. */
  private static final Plain[] PLAIN = {
    Plain.of(new BsonInt32(1)), Plain.of(new BsonString("majority"))
  };

  private record Plain(byte[] bytes, WriteConcern concern) {
    static Plain of(BsonValue w) {
      byte[] bytes = BsonBytes.encode(new BsonDocument("w", w));
      return new Plain(bytes, read(bytes, 0));
    }

    int length() {
      return bytes.length;
    }
  }

  /** Whether the client wants no answer about the write. */
  public boolean isUnacknowledged() {
    return w.isInt32() && w.asInt32().getValue() == 0 && !journal;
  }

  public boolean isMajority() {
    return w.isString() && "majority".equals(w.asString().getValue());
  }

  /** The same concern with another one's {@code w}. */
  public WriteConcern withMembersOf(WriteConcern other) {
    return new WriteConcern(
        other.w, other.isWGiven, journal, isJournalGiven, timeoutMillis, isGiven);
  }

  /** The document that stands for it, in MongoDB's order of fields. */
  public BsonDocument toBson() {
    BsonDocument document = new BsonDocument("w", w);
    if (isJournalGiven) {
      document.append("j", BsonBoolean.valueOf(journal));
    }
    return document.append("wtimeout", new BsonInt32(timeoutMillis));
  }

  /** Parses a write concern document. */
  public static WriteConcern parse(DocumentView document) {
    return parse(document.array(), document.offset());
  }

  static WriteConcern parse(byte[] array, int offset) {
    for (Plain plain : PLAIN) {
      if (Arrays.equals(
          array, offset, offset + BsonBytes.int32(array, offset), plain.bytes, 0, plain.length())) {
        return plain.concern;
      }
    }
    return read(array, offset);
  }

  private static WriteConcern read(byte[] array, int offset) {
    Fields fields = SCHEMA.parse(DocumentView.borrowed(array, offset));
    CommonRules.provenance(fields, "writeConcern");
    boolean journal = fields.bool("j", false);
    boolean fsync = fields.bool("fsync", false);
    if (journal && fsync) {
      throw failed("fsync and j options cannot be used together");
    }
    BsonValue w = fields.value("w");
    return new WriteConcern(
        w == null ? NONE.w : members(w),
        w != null,
        journal || fsync,
        fields.has("j") || fields.has("fsync"),
        timeout(fields),
        true);
  }

  private static BsonValue members(BsonValue w) {
    return switch (w.getBsonType()) {
      case INT32, INT64, DOUBLE, DECIMAL128 -> new BsonInt32(count(w));
      case STRING -> w;
      case DOCUMENT -> tags(w.asDocument());
      // A mode that no replica set can define, so that null is refused where modes are looked up.
      case NULL -> new BsonString("");
      default -> throw failed("w has to be a number, string, or object");
    };
  }

  private static int count(BsonValue w) {
    BsonDocument wrapped = new BsonDocument("w", w);
    byte[] bytes = BsonBytes.encode(wrapped);
    int element = BsonBytes.firstElement(0);
    long count = Coercion.int64(bytes[element], bytes, BsonBytes.valueOffset(bytes, element));
    boolean isNumber =
        !Coercion.isNaN(bytes[element], bytes, BsonBytes.valueOffset(bytes, element));
    if (!isNumber || count < 0 || count > MAX_MEMBERS) {
      throw failed("w has to be a non-negative number and not greater than " + MAX_MEMBERS);
    }
    return (int) count;
  }

  private static BsonValue tags(BsonDocument tags) {
    if (tags.isEmpty()) {
      throw failed("tagged write concern requires tags");
    }
    for (BsonValue value : tags.values()) {
      if (!value.isNumber() && !value.isDecimal128()) {
        throw failed("tags must be a single level document with only number values");
      }
    }
    return tags;
  }

  private static int timeout(Fields fields) {
    BsonValue value = fields.value("wtimeout");
    if (value == null || value instanceof BsonNull || !TypeSet.isNumber(fields.type("wtimeout"))) {
      return 0;
    }
    long millis = fields.int64("wtimeout", 0);
    if (millis > Integer.MAX_VALUE) {
      throw failed("wtimeout must be a 32-bit integer");
    }
    return (int) Math.max(millis, Integer.MIN_VALUE);
  }

  private static ServerException failed(String message) {
    return new ServerException(ErrorCode.FAILED_TO_PARSE, message);
  }
}
