package dev.meerkat.engine.changestream;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a change stream. Threads: immutable.
 *
 * @param resumeAfter the token to go on after, or null
 * @param startAfter the same, which may be an invalidation's, or null
 * @param startAtOperationTime the time of the first event, or null
 * @param showSystemEvents whether system collections of a database are watched, too
 * @param showRawUpdateDescription whether updates are told as the oplog has them
 * @param allowToRunOnConfig whether the database {@code config} may be watched
 * @param allowToRunOnSystem whether a system collection may be watched
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/changeStream/">$changeStream</a>
 */
public record ChangeStreamSpec(
    FullDocument fullDocument,
    BeforeChange beforeChange,
    @Nullable ResumeToken resumeAfter,
    @Nullable ResumeToken startAfter,
    @Nullable BsonTimestamp startAtOperationTime,
    boolean allChangesForCluster,
    boolean showExpandedEvents,
    boolean showSystemEvents,
    boolean showRawUpdateDescription,
    boolean allowToRunOnConfig,
    boolean allowToRunOnSystem) {

  /** What an update's event holds of the whole document after it. */
  public enum FullDocument {
    DEFAULT,
    UPDATE_LOOKUP,
    WHEN_AVAILABLE,
    REQUIRED
  }

  /** What an event holds of the document before the change. */
  public enum BeforeChange {
    OFF,
    WHEN_AVAILABLE,
    REQUIRED
  }

  private static final DocumentSchema SCHEMA =
      DocumentSchema.of(
          "$changeStream",
          Field.document("resumeAfter"),
          Field.document("startAfter"),
          Field.of("startAtOperationTime", BsonBytes.TIMESTAMP),
          Field.string("fullDocument"),
          Field.string("fullDocumentBeforeChange"),
          Field.bool("allChangesForCluster").nullRefused(),
          Field.bool("showExpandedEvents").nullRefused(),
          Field.bool("showSystemEvents").nullRefused(),
          Field.bool("showRawUpdateDescription").nullRefused(),
          Field.bool("showMigrationEvents").nullRefused(),
          Field.bool("allowToRunOnConfigDB").nullRefused(),
          Field.bool("allowToRunOnSystemNS").nullRefused(),
          Field.bool("matchCollectionUUIDForUpdateLookup").nullRefused());

  /** What MongoDB's own tools ask for; the Stable API has none of it. */
  private static final List<String> UNSTABLE =
      List.of(
          "showExpandedEvents",
          "showSystemEvents",
          "showRawUpdateDescription",
          "showMigrationEvents",
          "allowToRunOnConfigDB",
          "allowToRunOnSystemNS");

  /**
   * @param isApiStrict whether only what the Stable API promises may be used
   */
  public static ChangeStreamSpec parse(BsonValue spec, boolean isApiStrict) {
    if (!spec.isDocument()) {
      throw new ServerException(
          ErrorCode.location(6188500),
          "$changeStream must take a nested object but found: " + spec);
    }
    Fields fields = SCHEMA.parse(DocumentView.of(spec.asDocument()));
    for (String name : UNSTABLE) {
      if (isApiStrict && fields.has(name)) {
        throw new ServerException(
            ErrorCode.API_STRICT_ERROR,
            "The '" + name + "' parameter to $changeStream is not supported in API Version 1");
      }
    }
    ChangeStreamSpec parsed =
        new ChangeStreamSpec(
            fullDocument(fields.string("fullDocument", "default")),
            beforeChange(fields.string("fullDocumentBeforeChange", "off")),
            token(fields.bsonOrNull("resumeAfter")),
            token(fields.bsonOrNull("startAfter")),
            fields.value("startAtOperationTime") instanceof BsonTimestamp time ? time : null,
            fields.bool("allChangesForCluster", false),
            fields.bool("showExpandedEvents", false),
            fields.bool("showSystemEvents", false),
            fields.bool("showRawUpdateDescription", false),
            fields.bool("allowToRunOnConfigDB", false),
            fields.bool("allowToRunOnSystemNS", false));
    parsed.checkStart();
    return parsed;
  }

  private static FullDocument fullDocument(String mode) {
    return switch (mode) {
      case "default" -> FullDocument.DEFAULT;
      case "updateLookup" -> FullDocument.UPDATE_LOOKUP;
      case "whenAvailable" -> FullDocument.WHEN_AVAILABLE;
      case "required" -> FullDocument.REQUIRED;
      default -> throw unknown("fullDocument", mode);
    };
  }

  private static BeforeChange beforeChange(String mode) {
    return switch (mode) {
      case "off" -> BeforeChange.OFF;
      case "whenAvailable" -> BeforeChange.WHEN_AVAILABLE;
      case "required" -> BeforeChange.REQUIRED;
      default -> throw unknown("fullDocumentBeforeChange", mode);
    };
  }

  private static ServerException unknown(String field, String mode) {
    return new ServerException(
        ErrorCode.BAD_VALUE,
        "Enumeration value '"
            + mode
            + "' for field '$changeStream."
            + field
            + "' is not a valid value.");
  }

  private static @Nullable ResumeToken token(@Nullable BsonDocument given) {
    return given == null ? null : ResumeToken.parse(given);
  }

  private void checkStart() {
    if (resumeAfter != null && startAfter != null) {
      throw new ServerException(
          ErrorCode.location(50865),
          "Do not specify both 'resumeAfter' and 'startAfter' in a $changeStream stage");
    }
    if (startAtOperationTime != null && (resumeAfter != null || startAfter != null)) {
      throw new ServerException(
          ErrorCode.location(40674),
          "Only one type of resume option is allowed, but multiple were found.");
    }
    if (resumeAfter != null && resumeAfter.fromInvalidate()) {
      throw invalidToken(
          "Attempting to resume a change stream using 'resumeAfter' is not allowed from an"
              + " invalidate notification");
    }
  }

  /**
   * Checks that the stream may be opened where the client asks for it.
   *
   * @param namespace the collection, or that of {@code aggregate: 1}
   * @param collectionless whether it is the latter
   */
  void checkNamespace(Namespace namespace, boolean collectionless) {
    String database = namespace.database();
    if (allChangesForCluster && !(database.equals("admin") && collectionless)) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          "A $changeStream with 'allChangesForCluster:true' may only be opened on the 'admin'"
              + " database, and with no collection name; found "
              + namespace.fullName());
    }
    boolean internal =
        database.equals("admin")
            ? !allChangesForCluster
            : database.equals("local") || (database.equals("config") && !allowToRunOnConfig);
    if (internal) {
      throw new ServerException(
          ErrorCode.INVALID_NAMESPACE,
          "$changeStream may not be opened on the internal " + database + " database");
    }
    if (namespace.collection().startsWith("system.") && !showSystemEvents && !allowToRunOnSystem) {
      throw new ServerException(
          ErrorCode.INVALID_NAMESPACE,
          "$changeStream may not be opened on the internal "
              + namespace.fullName()
              + " collection in this context");
    }
    ResumeToken token = given();
    if (!collectionless && token != null && token.isEvent() && token.uuid() == null) {
      throw invalidToken(
          "Attempted to resume a single-collection stream, but the resume token does not include"
              + " a UUID.");
    }
  }

  /** The token that the client gave, or null. */
  @Nullable ResumeToken given() {
    return resumeAfter == null ? startAfter : resumeAfter;
  }

  /**
   * Where the stream begins.
   *
   * @param now the time of the last commit
   */
  ResumeToken start(BsonTimestamp now) {
    ResumeToken token = given();
    if (token != null) {
      return token;
    }
    return ResumeToken.highWaterMark(
        startAtOperationTime == null
            ? new BsonTimestamp(now.getValue() + 1)
            : startAtOperationTime);
  }

  private static ServerException invalidToken(String text) {
    return new ServerException(new ErrorCode(260, "InvalidResumeToken"), text);
  }
}
