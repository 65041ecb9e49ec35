package dev.meerkat.aggregation.timeseries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** What the stage's argument may hold. */
final class UnpackBucketStageTest {
  @Test
  void whatItDoesNotKnowIsNamed() {
    ServerException refused =
        assertThrows(
            ServerException.class,
            () -> UnpackBucketStage.parse(BsonDocument.parse("{timeField: 't', shape: 1}")));
    assertEquals(ErrorCode.location(5346506), refused.code());
    assertEquals("unrecognized parameter to $_internalUnpackBucket: shape", refused.getMessage());
  }
}
