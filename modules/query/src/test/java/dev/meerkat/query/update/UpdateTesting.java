package dev.meerkat.query.update;

import dev.meerkat.query.filter.FilterTesting;
import dev.meerkat.spi.CollectionCatalog;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.Ticker;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Short ways to run an update. Threads: immutable. */
final class UpdateTesting {
  private UpdateTesting() {}

  static Update update(String spec, String filter, String... arrayFilters) {
    List<BsonDocument> filters = List.of(arrayFilters).stream().map(BsonDocument::parse).toList();
    BsonValue value =
        spec.strip().startsWith("[") ? BsonArray.parse(spec) : BsonDocument.parse(spec);
    return Update.parse(
        value,
        new UpdateOptions(FilterTesting.filter(filter), filters, false),
        FilterTesting.scope());
  }

  static DocumentView apply(Update update, DocumentView document) {
    return update.apply(document, context());
  }

  static String apply(String spec, String filter, String document, String... arrayFilters) {
    return apply(update(spec, filter, arrayFilters), DocumentView.of(BsonDocument.parse(document)))
        .toString();
  }

  static String upsert(String spec, String filter) {
    return update(spec, filter).upsert(context()).toString();
  }

  static UpdateContext context() {
    return new UpdateContext(new NoOperation(), FilterTesting.run(), new DocumentBuilder(256));
  }

  /** Operators ask nothing of the operation. */
  private record NoOperation() implements OperationContext {
    @Override
    public CollectionCatalog catalog() {
      throw new AssertionError();
    }

    @Override
    public Ticker ticker() {
      throw new AssertionError();
    }

    @Override
    public Seeds seeds() {
      throw new AssertionError();
    }

    @Override
    public void checkInterrupted() {}

    @Override
    public BsonDocument run(String database, BsonDocument command) {
      throw new AssertionError();
    }
  }
}
