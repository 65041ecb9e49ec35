package dev.meerkat.engine.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.meerkat.engine.CurrentOp;
import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What currentOp tells of an operation. */
final class OperationReportsTest extends EngineFixture {
  @AfterEach
  void close() {
    closeEngine();
  }

  @Test
  void whatTakesLongIsShownWithItsProgress() {
    try (Operation operation = begin()) {
      OperationReports reports = new OperationReports(operation, false);
      assertFalse(reports.active(operation).containsKey("progress"));
      operation
          .current()
          .progress(new CurrentOp.Progress("Index Build: scanning collection", 250, 1000));
      BsonDocument report = reports.active(operation);
      assertEquals(
          "Index Build: scanning collection: 250/1000 25%", report.getString("msg").getValue());
      assertEquals(BsonDocument.parse("{done: 250, total: 1000}"), report.get("progress"));
    }
  }
}
