package dev.meerkat.commands.catalog;

import dev.meerkat.aggregation.stage.ListSearchIndexesStage;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * The commands that manage search indexes, which only Atlas has: each refuses what it has
 * understood, as any server without Atlas does. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/createSearchIndexes/">createSearchIndexes</a>
 */
public final class SearchIndexCommand implements Command {
  private final CommandSchema schema;

  private SearchIndexCommand(CommandSchema schema) {
    this.schema = schema;
  }

  public static SearchIndexCommand create() {
    return of("createSearchIndexes", Field.documents("indexes").required());
  }

  public static SearchIndexCommand drop() {
    return of("dropSearchIndex", Field.string("id"), Field.string("name"));
  }

  public static SearchIndexCommand list() {
    return of("listSearchIndexes", Field.string("id"), Field.string("name"));
  }

  public static SearchIndexCommand update() {
    return of(
        "updateSearchIndex",
        Field.string("id"),
        Field.string("name"),
        Field.document("definition").required());
  }

  @Override
  public CommandSchema schema() {
    return schema;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    throw ListSearchIndexesStage.notEnabled();
  }

  private static SearchIndexCommand of(String name, Field... fields) {
    return new SearchIndexCommand(
        CommandSchema.of(name)
            .help("manages search indexes. Only supported with Atlas.")
            .collection()
            .fields(fields));
  }
}
