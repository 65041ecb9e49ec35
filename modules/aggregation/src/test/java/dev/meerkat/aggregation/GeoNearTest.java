package dev.meerkat.aggregation;

import static dev.meerkat.aggregation.Pipelines.array;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.ServerException;
import org.bson.BsonArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code $geoNear} takes, and where it may stand. */
final class GeoNearTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          1 => 10065
          {} => 5860400
          {near: [0, 0], limit: 1} => 50858
          {near: [0, 0], collation: {}} => 40227
          {near: [0, 0], distanceField: 1} => 16606
          {near: [0, 0], distanceField: ""} => 40352
          {near: [0, 0], includeLocs: 1} => 16607
          {near: [0, 0], key: 1} => 14
          {near: [0, 0], key: ""} => 2
          {near: [0, 0], distanceMultiplier: "x"} => 14
          {near: [0, 0], distanceMultiplier: -1} => 2
          {near: [0, 0], query: 1} => 14
          {near: [0, 0], other: 1} => 2
          """)
  void isRefused(String spec, int code) {
    assertEquals(code, refusal("[{$geoNear: " + spec + "}]"));
  }

  @Test
  void mustNotComeLater() {
    BsonArray pipeline = array("[{$limit: 1}, {$geoNear: {near: [0, 0]}}]");
    ServerException refusal =
        assertThrows(ServerException.class, () -> Pipelines.run(pipeline, new BsonArray()));
    assertEquals(40603, refusal.code().number());
    assertEquals(40600, refusal("[{$facet: {a: [{$geoNear: {near: [0, 0]}}]}}]"));
  }

  @Test
  void aPrefixLeavesItToThePlan() {
    PipelinePrefix prefix =
        PipelinePrefix.split(
            Pipelines.parse(array("[{$geoNear: {near: [0, 0], distanceField: \"d\"}}]")));
    assertNotNull(prefix.near());
    assertEquals(1, prefix.rest().stages().size());
    assertNull(PipelinePrefix.split(Pipelines.parse(array("[{$limit: 1}]"))).near());
  }

  @Test
  void whatComesLaterMayAskForDistances() {
    assertEquals(40218, refusal("[{$addFields: {d: {$meta: \"geoNearDistance\"}}}]"));
    var _ =
        Pipelines.parse(
            array(
                "[{$geoNear: {near: [0, 0]}}, {$sort: {d: {$meta: \"geoNearDistance\"}}},"
                    + " {$addFields: {p: {$meta: \"geoNearPoint\"}}}]"));
  }

  private static int refusal(String pipeline) {
    return assertThrows(ServerException.class, () -> Pipelines.parse(array(pipeline)))
        .code()
        .number();
  }
}
