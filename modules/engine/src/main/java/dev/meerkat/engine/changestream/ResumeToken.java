package dev.meerkat.engine.changestream;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * Where an event stands in the order of all events: an event's {@code _id}. Its {@code _data}, as
 * text, is in the order of the events. Threads: immutable, as long as nobody changes the values.
 *
 * @param version 1 or 2: how the rest is laid out
 * @param isEvent whether it is of an event; others are of a moment, before all events of that time
 * @param txnOpIndex the event's number within its transaction, from 0
 * @param fromInvalidate whether the event is the {@code invalidate} that follows another
 * @param uuid the collection's, or null
 * @param event what tells events of one time apart: {@code operationType} and {@code documentKey}
 *     or {@code operationDescription}; in version 1 the document key alone
 * @param fragment the number of a part of a split event, from 0, or null
 * @see <a href="https://www.mongodb.com/docs/manual/changeStreams/#resume-tokens">Resume tokens</a>
 */
public record ResumeToken(
    BsonTimestamp clusterTime,
    int version,
    boolean isEvent,
    long txnOpIndex,
    boolean fromInvalidate,
    @Nullable UUID uuid,
    @Nullable BsonValue event,
    @Nullable Integer fragment) {
  static final int VERSION = 2;

  private static final int EVENT_TYPE = 128;
  private static final int HIGH_WATER_MARK_TYPE = 0;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /** The token before all events of a time. */
  public static ResumeToken highWaterMark(BsonTimestamp time) {
    return new ResumeToken(time, VERSION, false, 0, false, null, null, null);
  }

  ResumeToken withFragment(int number) {
    return new ResumeToken(
        clusterTime, version, isEvent, txnOpIndex, fromInvalidate, uuid, event, number);
  }

  ResumeToken withoutFragment() {
    return new ResumeToken(
        clusterTime, version, isEvent, txnOpIndex, fromInvalidate, uuid, event, null);
  }

  /** The token of the invalidation that follows this one's event. */
  ResumeToken invalidation() {
    return new ResumeToken(clusterTime, version, isEvent, txnOpIndex, true, uuid, event, null);
  }

  /** The token as clients keep it. */
  public BsonDocument toBson() {
    TokenWriter writer =
        new TokenWriter().put(clusterTime).put(new BsonInt32(version)).put(new BsonInt32(type()));
    writer.put(integral(txnOpIndex)).put(BsonBoolean.valueOf(fromInvalidate));
    if (uuid != null) {
      writer.put(new BsonBinary(uuid, UuidRepresentation.STANDARD));
    } else if (version >= 2) {
      writer.put(BsonNull.VALUE);
    }
    if (event != null) {
      writer.put(event);
    }
    if (fragment != null) {
      writer.put(new BsonInt32(fragment));
    }
    BsonDocument token = new BsonDocument("_data", new BsonString(HEX.formatHex(writer.end())));
    byte[] forms = writer.forms();
    if (forms.length > 0) {
      token.append("_typeBits", new BsonBinary(forms));
    }
    return token;
  }

  /**
   * Reads a token that a client has kept.
   *
   * @throws ServerException with MongoDB's code for whatever is wrong with it
   */
  public static ResumeToken parse(BsonDocument token) {
    BsonValue data = token.get("_data");
    if (data == null || !data.isString()) {
      throw new ServerException(
          ErrorCode.location(40647), "Bad resume token: _data of missing or of wrong type" + token);
    }
    BsonValue forms = token.get("_typeBits");
    if (forms != null
        && !(forms instanceof BsonBinary binary
            && binary.getType() == BsonBinarySubType.BINARY.getValue())) {
      throw new ServerException(
          ErrorCode.location(40648), "Bad resume token: _typeBits of wrong type" + token);
    }
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(data.asString().getValue());
    } catch (IllegalArgumentException _) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE, "resume token string was not a valid hex string");
    }
    byte[] beside = forms == null ? new byte[0] : forms.asBinary().getData();
    return of(new TokenReader(bytes, beside).values());
  }

  private static ResumeToken of(List<BsonValue> values) {
    Iterator<BsonValue> fields = values.iterator();
    BsonTimestamp time =
        next(fields, BsonType.TIMESTAMP, 40649, "invalid empty resume token").asTimestamp();
    int version =
        next(fields, BsonType.INT32, 50796, "Resume Token does not contain version")
            .asInt32()
            .getValue();
    if (version < 1 || version > VERSION) {
      throw new ServerException(
          ErrorCode.location(50795), "Invalid Resume Token: only supports version 0 or 1 or 2");
    }
    int type =
        next(fields, BsonType.INT32, 51055, "Resume Token does not contain tokenType")
            .asInt32()
            .getValue();
    if (type != EVENT_TYPE && type != HIGH_WATER_MARK_TYPE) {
      throw new ServerException(
          ErrorCode.location(51057), "Token type " + type + " not recognized");
    }
    BsonValue index = next(fields, null, 50793, "Resume Token does not contain txnOpIndex");
    if (!index.isNumber()) {
      throw new ServerException(
          ErrorCode.location(50855), "Resume Token txnOpIndex is not an integer");
    }
    if (index.asNumber().longValue() < 0) {
      throw new ServerException(
          ErrorCode.location(50794), "Invalid Resume Token: txnOpIndex should be non-negative");
    }
    boolean invalidate =
        next(fields, BsonType.BOOLEAN, 50872, "Resume Token does not contain fromInvalidate")
            .asBoolean()
            .getValue();
    UUID uuid = null;
    if (fields.hasNext()) {
      uuid = uuid(fields.next());
    }
    BsonValue event = fields.hasNext() ? fields.next() : null;
    Integer fragment = null;
    if (fields.hasNext()) {
      fragment =
          next(fields, BsonType.INT32, 7182501, "Resume token 'fragmentNum' must be an int.")
              .asInt32()
              .getValue();
    }
    if (fields.hasNext()) {
      throw new ServerException(ErrorCode.location(40646), "invalid oversized resume token");
    }
    return new ResumeToken(
        time,
        version,
        type == EVENT_TYPE,
        index.asNumber().longValue(),
        invalidate,
        uuid,
        event,
        fragment);
  }

  private static @Nullable UUID uuid(BsonValue value) {
    if (value.isNull()) {
      return null;
    }
    if (value instanceof BsonBinary binary
        && binary.getType() == BsonBinarySubType.UUID_STANDARD.getValue()
        && binary.getData().length == 16) {
      return binary.asUuid(UuidRepresentation.STANDARD);
    }
    throw new ServerException(ErrorCode.location(50788), "Resume Token does not contain a UUID");
  }

  private static BsonValue next(
      Iterator<BsonValue> fields, @Nullable BsonType type, int code, String text) {
    BsonValue value = fields.hasNext() ? fields.next() : null;
    if (value == null || (type != null && value.getBsonType() != type)) {
      throw new ServerException(ErrorCode.location(code), text);
    }
    return value;
  }

  private int type() {
    return isEvent ? EVENT_TYPE : HIGH_WATER_MARK_TYPE;
  }

  private static BsonValue integral(long value) {
    return value == (int) value ? new BsonInt32((int) value) : new BsonInt64(value);
  }
}
