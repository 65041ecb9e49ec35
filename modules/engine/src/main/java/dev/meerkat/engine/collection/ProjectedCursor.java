package dev.meerkat.engine.collection;

import dev.meerkat.query.projection.Projection;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;

/** Documents through a projection. Threads: confined to one operation. */
final class ProjectedCursor implements Cursor {
  private final Cursor input;
  private final Projection projection;
  private final EvaluationScope scope;
  private final DocumentBuilder builder = new DocumentBuilder(512);

  ProjectedCursor(Cursor input, Projection projection, EvaluationScope scope) {
    this.input = input;
    this.projection = projection;
    this.scope = scope;
  }

  @Override
  public boolean advance() {
    return input.advance();
  }

  @Override
  public DocumentView current() {
    builder.clear();
    projection.apply(input.current(), scope, builder);
    return builder.toView();
  }

  @Override
  public void close() {
    input.close();
  }
}
