package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.SystemViews;
import dev.meerkat.engine.collection.CappedCopy;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Makes a collection a capped one with its newest documents. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/convertToCapped/">convertToCapped</a>
 */
public final class ConvertToCappedCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("convertToCapped")
          .help("{ convertToCapped: <fromCollectionName>, size: <sizeInBytes> }")
          .value(LiteralName.field("convertToCapped"))
          .writeConcern()
          .ignoresUnknownFields()
          .fields(Field.any("size"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    long size = CappedSize.of(request);
    Namespace namespace = LiteralName.of(request, "convertToCapped");
    operation.namespace(namespace);
    if (TimeseriesOptions.isBuckets(namespace)) {
      throw new ServerException(
          ErrorCode.ILLEGAL_OPERATION, "cannot convert a time-series collection to capped");
    }
    if (namespace.collection().equals(SystemViews.NAME)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "cannot convert system.views to a capped collection");
    }
    new CappedCopy(operation.engine()).convert(operation, namespace, size);
  }
}
