package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.query.DistanceOrder;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.values.BsonOrder;
import org.bson.BsonDocument;

/** The filter of a list that is made on the spot. Threads: confined to one operation. */
final class ListFilter {
  private final Execution execution;
  private final Filter filter;

  private ListFilter(Execution execution, Filter filter) {
    this.execution = execution;
    this.filter = filter;
  }

  /** The command's field {@code filter}, compiled; everything matches where it is absent. */
  static ListFilter of(Operation operation, CommandRequest request) {
    Namespace namespace = new Namespace(request.database(), "");
    ParseOptions options = ParseOptions.of(namespace, BsonOrder.SIMPLE).withoutClock();
    return new ListFilter(
        new Execution(operation),
        DistanceOrder.refused(
            operation.engine().language().scope(options).filter(request.bson("filter"))));
  }

  boolean matches(BsonDocument entry) {
    return filter.matches(DocumentView.of(entry), execution.scope());
  }
}
