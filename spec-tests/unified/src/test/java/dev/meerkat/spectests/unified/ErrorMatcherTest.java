package dev.meerkat.spectests.unified;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mongodb.ConnectionString;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSocketException;
import com.mongodb.ServerAddress;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** How errors are held against what a test expects. */
final class ErrorMatcherTest {
  private static final MongoCommandException FROM_SERVER =
      new MongoCommandException(
          BsonDocument.parse(
              "{ok: 0, code: 11600, codeName: 'InterruptedAtShutdown', errmsg: 'Going Down',"
                  + " errorLabels: ['RetryableWriteError']}"),
          new ServerAddress());

  private final ErrorMatcher matcher =
      new ErrorMatcher(
          new ValueMatcher(
              new Entities(
                  new Deployment(new ConnectionString("mongodb://127.0.0.1/"), "single", 27))));

  @Test
  void errorsOfTheServerAreNoClientErrors() {
    matches("{isError: true, isClientError: false}", FROM_SERVER);
    differs("{isClientError: true}", FROM_SERVER);
    matches("{isClientError: true}", new MongoSocketException("reset", new ServerAddress()));
    matches("{isClientError: true}", new IllegalArgumentException("no"));
  }

  @Test
  void codesNamesTextAndLabelsAreCompared() {
    matches("{errorCode: 11600, errorCodeName: 'InterruptedAtShutdown'}", FROM_SERVER);
    differs("{errorCode: 11601}", FROM_SERVER);
    differs("{errorCodeName: 'Interrupted'}", FROM_SERVER);
    matches("{errorContains: 'going down'}", FROM_SERVER);
    differs("{errorContains: 'going up'}", FROM_SERVER);
    matches("{errorLabelsContain: ['RetryableWriteError'], errorLabelsOmit: ['x']}", FROM_SERVER);
    differs("{errorLabelsContain: ['x']}", FROM_SERVER);
    differs("{errorLabelsOmit: ['RetryableWriteError']}", FROM_SERVER);
    matches("{errorResponse: {code: 11600}}", FROM_SERVER);
    differs("{errorResponse: {code: 1}}", FROM_SERVER);
  }

  @Test
  void onlyTheDriversOwnLimitIsATimeoutError() {
    matches("{isTimeoutError: true}", new MongoOperationTimeoutException("late"));
    matches("{isTimeoutError: false}", FROM_SERVER);
    matches(
        "{isTimeoutError: false, errorCodeName: 'MaxTimeMSExpired'}",
        new MongoExecutionTimeoutException(50, "late"));
    differs("{isTimeoutError: true}", FROM_SERVER);
  }

  @Test
  void anUnknownConditionFails() {
    differs("{errorColour: 'red'}", FROM_SERVER);
  }

  private void matches(String expected, RuntimeException error) {
    assertDoesNotThrow(() -> matcher.match(BsonDocument.parse(expected), error));
  }

  private void differs(String expected, RuntimeException error) {
    assertThrows(TestFailure.class, () -> matcher.match(BsonDocument.parse(expected), error));
  }
}
