package dev.meerkat.engine.collection;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionOptions;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;

/** An engine with time-series collections, and what is in their buckets. Threads: one test. */
abstract class TimeseriesFixture extends EngineFixture {
  static final Namespace BUCKETS = TimeseriesOptions.buckets(NS);

  @AfterEach
  void close() {
    closeEngine();
  }

  final void create(String timeseries) {
    create(NS, timeseries);
  }

  final void create(Namespace namespace, String timeseries) {
    try (Operation operation = begin()) {
      assertTrue(
          engine
              .catalog()
              .create(
                  operation,
                  namespace,
                  CollectionOptions.parse(doc("{timeseries: " + timeseries + "}")),
                  null));
    }
  }

  static int code(Runnable action) {
    return assertThrows(ServerException.class, action::run).code().number();
  }

  final List<BsonDocument> buckets() {
    return find(FindRequest.of(BUCKETS, doc("{}")));
  }

  static String at(long second, String rest) {
    return "{t: {$date: " + (1_700_000_000_000L + second * 1_000) + "}, " + rest + "}";
  }
}
