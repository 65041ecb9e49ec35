package dev.meerkat.engine.timeseries;

import dev.meerkat.aggregation.timeseries.BucketPredicates;
import dev.meerkat.aggregation.timeseries.BucketReader;
import dev.meerkat.aggregation.timeseries.BucketShape;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueOrder;
import java.util.Arrays;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Whether a bucket says the truth of its measurements. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/validate/">validate</a>
 */
public record BucketCheck(TimeseriesOptions options, ValueOrder order) {
  /**
   * What is wrong with a bucket, or null. Of buckets that take no more nothing is known here.
   *
   * @param bucket whose bytes stay as they are
   */
  public @Nullable String fault(DocumentView bucket) {
    if (BucketBuilder.of(options, order, bucket) == null) {
      return null;
    }
    BucketBuilder again = BucketBuilder.emptied(options, order, bucket);
    BucketReader reader = new BucketReader(options.shape());
    reader.open(bucket);
    while (reader.advance()) {
      again.add(Measurement.of(reader.current().retain(), options));
    }
    BsonDocument expected = control(again.toDocument());
    BsonDocument told = control(bucket);
    for (String part : expected.keySet()) {
      BsonValue value = told.get(part);
      boolean isOptional = value == null && part.equals("count");
      if (!isOptional && !order.equal(expected.get(part), value)) {
        return "control." + part + " is " + value + ", and should be " + expected.get(part);
      }
    }
    return isIdOf(bucket, expected) ? null : "the _id is not that of the bucket's time";
  }

  private static BsonDocument control(DocumentView bucket) {
    return bucket.toBson().getDocument(BucketShape.CONTROL);
  }

  private boolean isIdOf(DocumentView bucket, BsonDocument control) {
    byte[] id = bucket.toBson().getObjectId("_id").getValue().toByteArray();
    byte[] timed = Arrays.copyOf(id, id.length);
    BucketPredicates.putSeconds(
        timed, control.getDocument("min").getDateTime(options.timeField()).getValue());
    return Arrays.equals(id, timed);
  }
}
