package dev.meerkat.engine.failpoint;

import dev.meerkat.engine.ConnectionFacts;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommandSchema;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What {@code failCommand} does to a command that it has fired for, as its data says it. Threads:
 * immutable.
 */
public final class CommandFailure {
  private static final String TEXT = "Failing command via 'failCommand' failpoint";

  private final BsonDocument data;

  private CommandFailure(BsonDocument data) {
    this.data = data;
  }

  /** What is to happen before a command runs, or null where it is left alone. */
  public static @Nullable CommandFailure before(
      FailPoint point, CommandSchema command, Namespace namespace, ConnectionFacts client) {
    return of(point.enter(data -> fails(data) && concerns(data, command, namespace, client)));
  }

  /** What is to stand in place of a write concern that was waited for, or null. */
  public static @Nullable CommandFailure instead(
      FailPoint point, CommandSchema command, Namespace namespace, ConnectionFacts client) {
    return of(
        point.enter(
            data ->
                data.containsKey("writeConcernError")
                    && concerns(data, command, namespace, client)));
  }

  /** What getMore is to fail with once it has its cursor, or null. */
  public static @Nullable ServerException ofGetMore(
      FailPoint point, Namespace namespace, ConnectionFacts client) {
    BsonDocument data =
        point.enter(
            candidate ->
                concernsClient(candidate, client) && concernsNamespace(candidate, namespace));
    if (data == null) {
      return null;
    }
    long code = FailPointData.integer(data, "errorCode", ErrorCode.INTERNAL_ERROR.number());
    return new ServerException(
        ErrorCode.of((int) code), "Hit the '" + point.name() + "' failpoint");
  }

  private static @Nullable CommandFailure of(@Nullable BsonDocument data) {
    return data == null ? null : new CommandFailure(data);
  }

  private static boolean fails(BsonDocument data) {
    return FailPointData.isTrue(data, "closeConnection")
        || FailPointData.isTrue(data, "blockConnection")
        || data.get("errorCode") instanceof BsonNumber;
  }

  /** Whether the data, whatever else it says, is about this command of this client. */
  private static boolean concerns(
      BsonDocument data, CommandSchema command, Namespace namespace, ConnectionFacts client) {
    // Who could not turn it off again would have to restart the server.
    if (command.name().equals("configureFailPoint")) {
      return false;
    }
    return concernsClient(data, client)
        && concernsNamespace(data, namespace)
        && (FailPointData.isTrue(data, "failAllCommands") || names(data, command));
  }

  private static boolean concernsNamespace(BsonDocument data, Namespace namespace) {
    return !data.containsKey("namespace")
        || namespace.fullName().equals(FailPointData.text(data, "namespace"));
  }

  private static boolean concernsClient(BsonDocument data, ConnectionFacts client) {
    boolean internal = client.connectionId() == 0;
    return (!internal || FailPointData.isTrue(data, "failInternalCommands"))
        && (!data.containsKey("appName")
            || client.applicationName().equals(FailPointData.text(data, "appName")))
        && (!data.containsKey("threadName")
            || threadName(client).equals(FailPointData.text(data, "threadName")));
  }

  private static String threadName(ConnectionFacts client) {
    return "conn" + client.connectionId();
  }

  private static boolean names(BsonDocument data, CommandSchema command) {
    if (data.get("failCommands") instanceof BsonArray commands) {
      for (BsonValue name : commands) {
        if (name instanceof BsonString text && command.names().contains(text.getValue())) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * How long the connection is blocked before anything else, in milliseconds; 0 for not at all.
   *
   * @throws ServerException 72 where the data does not say how long
   */
  public long blockMillis() {
    if (!FailPointData.isTrue(data, "blockConnection")) {
      return 0;
    }
    if (!(data.get("blockTimeMS") instanceof BsonNumber)) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS, "must specify 'blockTimeMS' when 'blockConnection' is true");
    }
    long millis = FailPointData.integer(data, "blockTimeMS", 0);
    if (millis < 0) {
      throw new ServerException(ErrorCode.INVALID_OPTIONS, "'blockTimeMS' must be non-negative");
    }
    return millis;
  }

  /** Whether the connection is closed, without an answer and without the command having run. */
  public boolean closesConnection() {
    return FailPointData.isTrue(data, "closeConnection");
  }

  /** What the command is answered without having run, or null where it runs. */
  public @Nullable ServerException error() {
    if (!(data.get("errorCode") instanceof BsonNumber)) {
      return null;
    }
    int code = (int) FailPointData.integer(data, "errorCode", 0);
    BsonDocument extra =
        data.get("errorExtraInfo") instanceof BsonDocument document ? document : null;
    // Zero is MongoDB's code for success.
    return code == 0 ? null : new ServerException(ErrorCode.of(code), TEXT, extra, List.of());
  }

  /** The value of the reply's {@code writeConcernError}. */
  public BsonValue writeConcernError() {
    return data.getOrDefault("writeConcernError", BsonBoolean.FALSE);
  }

  /** Labels that stand in place of all others, or null where the server's own remain. */
  public @Nullable List<String> labels() {
    if (!(data.get("errorLabels") instanceof BsonArray array)) {
      return null;
    }
    List<String> labels = new ArrayList<>();
    for (BsonValue label : array) {
      if (label instanceof BsonString text) {
        labels.add(text.getValue());
      }
    }
    return labels;
  }
}
