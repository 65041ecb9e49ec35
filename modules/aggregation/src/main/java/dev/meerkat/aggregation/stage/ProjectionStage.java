package dev.meerkat.aggregation.stage;

import dev.meerkat.query.projection.AggregateProjection;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Changes the fields of documents: {@code $project}, {@code $addFields}, {@code $set}, {@code
 * $unset}. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/project/">$project</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/addFields/">$addFields</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/unset/">$unset</a>
 */
public record ProjectionStage(String name, AggregateProjection projection) implements Stage {
  private static final int FIRST_BUFFER_BYTES = 256;

  static Stage parse(String name, BsonValue spec, ParseScope scope) {
    return new ProjectionStage(
        name,
        switch (name) {
          case "$project" -> AggregateProjection.project(spec, scope);
          case "$unset" -> AggregateProjection.unset(spec, scope);
          default -> AggregateProjection.addFields(name, spec, scope);
        });
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.ONE_TO_ONE)
        .alsoIn(StageTraits.Place.UPDATE)
        .alsoIn(StageTraits.Place.CHANGE_STREAM);
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    DocumentBuilder out = new DocumentBuilder(FIRST_BUFFER_BYTES);
    return new TransformCursor(
        input,
        document -> {
          out.clear();
          projection.apply(document, context.scope(), out);
          return out.toView();
        });
  }

  @Override
  public boolean readsAllItNeeds() {
    return !projection.needsDocument();
  }

  @Override
  public boolean mayChange(String field) {
    return projection.mayTouch(field);
  }

  @Override
  public @Nullable String pathBefore(String path) {
    return projection.pathBefore(path);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    projection.dependencies(dependencies);
  }

  @Override
  public BsonDocument describe() {
    String shown = name.equals("$set") ? "$addFields" : name.equals("$unset") ? "$project" : name;
    return new BsonDocument(shown, projection.describe());
  }
}
