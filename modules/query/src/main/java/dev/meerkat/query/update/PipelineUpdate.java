package dev.meerkat.query.update;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits.Place;
import org.bson.BsonArray;

/** An update that runs each document through an aggregation pipeline. Threads: immutable. */
public final class PipelineUpdate implements Update {
  private final Pipeline pipeline;
  private final Namespace namespace;
  private final Filter filter;

  private PipelineUpdate(Pipeline pipeline, Namespace namespace, Filter filter) {
    this.pipeline = pipeline;
    this.namespace = namespace;
    this.filter = filter;
  }

  static PipelineUpdate parse(BsonArray spec, UpdateOptions options, ParseScope scope) {
    if (!options.arrayFilters().isEmpty()) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE, "arrayFilters may not be specified for pipeline-syle updates");
    }
    Pipeline pipeline = scope.pipeline(spec, Place.UPDATE, scope.namespace());
    return new PipelineUpdate(pipeline, scope.namespace(), options.filter());
  }

  @Override
  public DocumentView apply(DocumentView document, UpdateContext context) {
    DocumentView made = ReplacementUpdate.replace(document, run(document, context));
    return made.equals(document) ? document : made;
  }

  @Override
  public DocumentView upsert(UpdateContext context) {
    DocumentView seed = DocumentView.of(UpsertSeed.of(filter));
    DocumentView made = run(seed, context);
    return Identity.isMissing(seed) ? Identity.first(made) : ReplacementUpdate.replace(seed, made);
  }

  private DocumentView run(DocumentView document, UpdateContext context) {
    StageContext stages = new StageContext(context.operation(), context.scope(), namespace, false);
    try (Cursor cursor = pipeline.open(new SingleDocument(document), stages)) {
      if (!cursor.advance()) {
        throw new IllegalStateException("a stage that updates may use has lost the document");
      }
      return cursor.current().retain();
    }
  }

  @Override
  public ChangeShape shape() {
    return new ChangeShape.Computed();
  }

  @Override
  public boolean mayTouch(String field) {
    return !field.equals("_id");
  }

  /** A stream of one document. Threads: confined to one operation. */
  private static final class SingleDocument implements Cursor {
    private final DocumentView document;
    private boolean isBefore = true;

    SingleDocument(DocumentView document) {
      this.document = document;
    }

    @Override
    public boolean advance() {
      boolean first = isBefore;
      isBefore = false;
      return first;
    }

    @Override
    public DocumentView current() {
      return document;
    }

    @Override
    public void close() {}
  }
}
