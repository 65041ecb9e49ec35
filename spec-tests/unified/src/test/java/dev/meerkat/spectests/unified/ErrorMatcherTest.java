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
  private final MongoCommandException fromServer =
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
    matches("{isError: true, isClientError: false}", fromServer);
    differs("{isClientError: true}", fromServer);
    matches("{isClientError: true}", new MongoSocketException("reset", new ServerAddress()));
    matches("{isClientError: true}", new IllegalArgumentException("no"));
  }

  @Test
  void codesNamesTextAndLabelsAreCompared() {
    matches("{errorCode: 11600, errorCodeName: 'InterruptedAtShutdown'}", fromServer);
    differs("{errorCode: 11601}", fromServer);
    differs("{errorCodeName: 'Interrupted'}", fromServer);
    matches("{errorContains: 'going down'}", fromServer);
    differs("{errorContains: 'going up'}", fromServer);
    matches("{errorLabelsContain: ['RetryableWriteError'], errorLabelsOmit: ['x']}", fromServer);
    differs("{errorLabelsContain: ['x']}", fromServer);
    differs("{errorLabelsOmit: ['RetryableWriteError']}", fromServer);
    matches("{errorResponse: {code: 11600}}", fromServer);
    differs("{errorResponse: {code: 1}}", fromServer);
  }

  @Test
  void onlyTheDriversOwnLimitIsATimeoutError() {
    matches("{isTimeoutError: true}", new MongoOperationTimeoutException("late"));
    matches("{isTimeoutError: false}", fromServer);
    matches(
        "{isTimeoutError: false, errorCodeName: 'MaxTimeMSExpired'}",
        new MongoExecutionTimeoutException(50, "late"));
    differs("{isTimeoutError: true}", fromServer);
  }

  @Test
  void anUnknownConditionFails() {
    differs("{errorColour: 'red'}", fromServer);
  }

  private void matches(String expected, RuntimeException error) {
    assertDoesNotThrow(() -> matcher.match(BsonDocument.parse(expected), error));
  }

  private void differs(String expected, RuntimeException error) {
    assertThrows(TestFailure.class, () -> matcher.match(BsonDocument.parse(expected), error));
  }
}
