package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bson.BsonArray;
import org.junit.jupiter.api.Test;

/** What an aggregation over buckets reads of those that it unpacks itself. */
final class UnpackedBucketsTest extends EngineFixture {
  /** The _id has 32 bits for seconds since 1970, so that a bucket of 1900 has a later one. */
  @Test
  void anExtendedRangeAsksNothingOfIds() {
    String time = "{$date: -2208988800000}";
    run(
        "{insert: 'c', documents: [{_id: {$oid: '7c5581800000000000000000'}, control: {version: 1,"
            + " min: {t: "
            + time
            + "}, max: {t: "
            + time
            + "}}, data: {t: {'0': "
            + time
            + "}}}]}");
    assertEquals(0, read("false", time).size());
    assertEquals(1, read("true", time).size());
  }

  private BsonArray read(String usesExtendedRange, String time) {
    return run("{aggregate: 'c', cursor: {}, pipeline: [{$_internalUnpackBucket: {timeField: 't',"
            + " bucketMaxSpanSeconds: 3600,"
            + " usesExtendedRange: "
            + usesExtendedRange
            + "}}, {$match: {t: {$lte: "
            + time
            + "}}}]}")
        .getDocument("cursor")
        .getArray("firstBatch");
  }
}
