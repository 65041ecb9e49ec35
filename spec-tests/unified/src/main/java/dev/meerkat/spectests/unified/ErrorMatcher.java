package dev.meerkat.spectests.unified;

import com.mongodb.ClientBulkWriteException;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.MongoWriteException;
import java.util.Locale;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Holds an exception against what a test expects. Threads: immutable. */
public record ErrorMatcher(ValueMatcher values) {

  public void match(BsonDocument expected, RuntimeException error) {
    for (var condition : expected.entrySet()) {
      BsonValue value = condition.getValue();
      switch (condition.getKey()) {
        case "isError" -> {}
        case "isClientError" -> {
          boolean isClientError = !isServerError(error);
          check(value.asBoolean().getValue() == isClientError, error, "isClientError", value);
        }
        case "errorContains" -> {
          String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
          check(
              message.contains(value.asString().getValue().toLowerCase(Locale.ROOT)),
              error,
              "errorContains",
              value);
        }
        case "errorCode" ->
            check(code(error) == value.asNumber().intValue(), error, "errorCode", value);
        case "errorCodeName" ->
            check(
                value.asString().getValue().equals(codeName(error)), error, "errorCodeName", value);
        case "errorLabelsContain" -> labels(value.asArray(), error, true);
        case "errorLabelsOmit" -> labels(value.asArray(), error, false);
        case "errorResponse" -> values.match(value, response(error), "errorResponse");
        case "expectResult" -> matchPartialResult(value, error);
        case "isTimeoutError" ->
            check(
                value.asBoolean().getValue() == error instanceof MongoOperationTimeoutException,
                error,
                "isTimeoutError",
                value);
        case "writeConcernErrors" ->
            values.match(value, writeConcernErrors(error), "writeConcernErrors");
        case "writeErrors" -> values.match(value, writeErrors(error), "writeErrors");
        default -> throw new TestFailure("there is no error condition " + condition.getKey());
      }
    }
  }

  private static boolean isServerError(RuntimeException error) {
    return error instanceof MongoServerException;
  }

  private static @Nullable String codeName(RuntimeException error) {
    return switch (error) {
      case MongoWriteConcernException concern -> concern.getWriteConcernError().getCodeName();
      case MongoBulkWriteException bulk when bulk.getWriteConcernError() != null ->
          bulk.getWriteConcernError().getCodeName();
      // The driver keeps this one's code only.
      case MongoExecutionTimeoutException _ -> "MaxTimeMSExpired";
      case MongoServerException server -> server.getErrorCodeName();
      default -> null;
    };
  }

  private static int code(RuntimeException error) {
    return switch (error) {
      case MongoBulkWriteException bulk when !bulk.getWriteErrors().isEmpty() ->
          bulk.getWriteErrors().getFirst().getCode();
      case MongoBulkWriteException bulk when bulk.getWriteConcernError() != null ->
          bulk.getWriteConcernError().getCode();
      case ClientBulkWriteException bulk when bulk.getCause() != null -> bulk.getCause().getCode();
      case MongoException mongo -> mongo.getCode();
      default -> 0;
    };
  }

  private static @Nullable BsonDocument response(RuntimeException error) {
    return switch (error) {
      case MongoCommandException command -> command.getResponse();
      case MongoWriteException write ->
          new BsonDocument("code", new BsonInt32(write.getError().getCode()))
              .append("errInfo", write.getError().getDetails());
      case ClientBulkWriteException bulk when bulk.getCause() != null -> response(bulk.getCause());
      default -> null;
    };
  }

  /**
   * The driver's error of a broken connection has no partial result: the test's outcome must show
   * what was written, and what is not looked at is noted.
   */
  private void matchPartialResult(BsonValue expected, RuntimeException error) {
    switch (error) {
      case MongoBulkWriteException bulk ->
          values.match(expected, Results.of(bulk.getWriteResult()), "partial result");
      case ClientBulkWriteException bulk ->
          values.match(
              expected,
              bulk.getPartialResult().map(ClientBulkWriteResults::of).orElse(null),
              "partial result");
      case MongoSocketException _ ->
          values.entities().emulated().add("partial result of a broken connection, left out");
      default -> values.match(expected, null, "partial result");
    }
  }

  private static @Nullable BsonValue writeErrors(RuntimeException error) {
    BsonDocument errors = new BsonDocument();
    switch (error) {
      case ClientBulkWriteException bulk ->
          bulk.getWriteErrors()
              .forEach(
                  (index, one) ->
                      errors.append(
                          String.valueOf(index),
                          new BsonDocument("code", new BsonInt32(one.getCode()))));
      case MongoBulkWriteException bulk ->
          bulk.getWriteErrors()
              .forEach(
                  one ->
                      errors.append(
                          String.valueOf(one.getIndex()),
                          new BsonDocument("code", new BsonInt32(one.getCode()))));
      default -> {
        return null;
      }
    }
    return errors;
  }

  private static @Nullable BsonValue writeConcernErrors(RuntimeException error) {
    if (!(error instanceof ClientBulkWriteException bulk)) {
      return null;
    }
    return Results.array(
        bulk.getWriteConcernErrors().stream()
            .map(
                one ->
                    new BsonDocument("code", new BsonInt32(one.getCode()))
                        .append("message", new BsonString(one.getMessage())))
            .toList());
  }

  private static void labels(BsonArray labels, RuntimeException error, boolean wanted) {
    for (BsonValue label : labels) {
      boolean has =
          error instanceof MongoException mongo && mongo.hasErrorLabel(label.asString().getValue());
      check(has == wanted, error, wanted ? "errorLabelsContain" : "errorLabelsOmit", label);
    }
  }

  private static void check(
      boolean holds, RuntimeException error, String condition, BsonValue value) {
    if (!holds) {
      throw new TestFailure(condition + " " + value + " does not hold of " + error);
    }
  }
}
