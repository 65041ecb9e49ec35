package dev.meerkat.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.command.ReadConcern;
import java.util.Arrays;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of a command whose bytes are a connection's buffer. */
final class OperationDescriptionTest extends EngineFixture {
  @AfterEach
  void close() {
    closeEngine();
  }

  private Operation begin(byte[] buffer) {
    return engine
        .operations()
        .begin(
            ConnectionFacts.INTERNAL,
            "test",
            "ping",
            DocumentView.borrowed(buffer, 0),
            InternalFields.COMMON,
            ReadConcern.NONE);
  }

  @Test
  void whoAsksInTimeMayKeepWhatItIsTold() {
    byte[] buffer = DocumentView.of(doc("{ping: 1}")).toBytes().clone();
    DocumentView told;
    try (Operation operation = begin(buffer)) {
      told = operation.description();
      assertEquals(doc("{ping: 1}"), told.toBson());
    }
    Arrays.fill(buffer, (byte) 0x7F);
    assertEquals(doc("{ping: 1}"), told.toBson());
  }

  @Test
  void whoAsksTooLateIsToldTheNameAlone() {
    byte[] buffer = DocumentView.of(doc("{ping: 1}")).toBytes().clone();
    Operation operation = begin(buffer);
    operation.close();
    Arrays.fill(buffer, (byte) 0x7F);
    assertEquals(doc("{$truncated: 'ping'}"), operation.description().toBson());
  }

  @Test
  void ofALongCommandTheNameIsTold() {
    BsonDocument longest = doc("{ping: 1, comment: '" + "x".repeat(5_000) + "'}");
    byte[] buffer = DocumentView.of(longest).toBytes();
    try (Operation operation = begin(buffer)) {
      assertEquals(doc("{$truncated: 'ping'}"), operation.description().toBson());
    }
  }
}
