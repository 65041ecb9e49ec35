package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.CommonFields;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Which failures may be tried again, and how. */
final class ErrorLabelsTest {
  private static final List<String> RETRYABLE = List.of("RetryableWriteError");
  private static final List<String> TRANSIENT = List.of("TransientTransactionError");
  private static final String SESSION =
      "lsid: {id: {$binary: {base64: 'AAAAAAAAAAAAAAAAAAAAAA==', subType: '04'}}}";
  private static final CommonFields RETRYABLE_WRITE =
      common(SESSION + ", txnNumber: {$numberLong: '1'}");
  private static final CommonFields TRANSACTION =
      common(SESSION + ", txnNumber: {$numberLong: '1'}, autocommit: false");

  @Test
  void aRetryableWriteIsTriedAgainAfterAStateThatPasses() {
    assertEquals(RETRYABLE, ErrorLabels.of(91, 0, "insert", RETRYABLE_WRITE));
    assertEquals(RETRYABLE, ErrorLabels.of(0, 91, "insert", RETRYABLE_WRITE));
    assertEquals(List.of(), ErrorLabels.of(11000, 64, "insert", RETRYABLE_WRITE));
    assertEquals(List.of(), ErrorLabels.of(91, 0, "insert", common("")));
    assertEquals(List.of(), ErrorLabels.of(112, 0, "insert", RETRYABLE_WRITE));
  }

  @Test
  void aTransactionIsTriedAgainAsAWhole() {
    assertEquals(TRANSIENT, ErrorLabels.of(112, 0, "insert", TRANSACTION));
    assertEquals(TRANSIENT, ErrorLabels.of(10107, 0, "insert", TRANSACTION));
    assertEquals(List.of(), ErrorLabels.of(50, 0, "insert", TRANSACTION));
  }

  @Test
  void aCommitIsRetryableUnlessThereIsNothingToCommit() {
    assertEquals(RETRYABLE, ErrorLabels.of(10107, 0, "commitTransaction", TRANSACTION));
    assertEquals(TRANSIENT, ErrorLabels.of(251, 0, "commitTransaction", TRANSACTION));
    assertEquals(List.of(), ErrorLabels.of(251, 64, "commitTransaction", TRANSACTION));
    assertEquals(RETRYABLE, ErrorLabels.of(0, 91, "commitTransaction", TRANSACTION));
  }

  private static CommonFields common(String fields) {
    String comma = fields.isEmpty() ? "" : ", ";
    BsonDocument command = BsonDocument.parse("{insert: 1" + comma + fields + "}");
    return CommandSchema.of("insert")
        .inTransactions()
        .retryable()
        .fields()
        .parse("test", DocumentView.of(command), List.of())
        .common();
  }
}
