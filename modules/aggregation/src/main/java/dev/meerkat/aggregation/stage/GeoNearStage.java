package dev.meerkat.aggregation.stage;

import dev.meerkat.query.geo.NearParser;
import dev.meerkat.query.geo.NearestFilter;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.HashSet;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Answers a collection's documents in the order of their distance. A query plan finds them; what is
 * left to the stage is to write distances into them. Threads: immutable.
 *
 * @param query what documents have to match besides
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/geoNear/">$geoNear</a>
 */
public record GeoNearStage(GeoNearSpec spec, Filter query) implements Stage {
  private static final Set<String> METADATA = Set.of("geoNearDistance", "geoNearPoint");

  static Stage parse(BsonValue value, ParseScope scope) {
    GeoNearSpec spec = GeoNearSpec.parse(value, scope);
    return new GeoNearStage(spec, scope.filter(spec.query()));
  }

  @Override
  public String name() {
    return "$geoNear";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.BLOCKING).notIn(StageTraits.Place.FACET);
  }

  @Override
  public Set<String> metadata(Set<String> before) {
    Set<String> metadata = new HashSet<>(before);
    metadata.addAll(METADATA);
    return metadata;
  }

  /** What the stage asks of the collection that it stands first over. */
  public Filter filter(EvaluationScope scope) {
    BsonDocument operators = spec.operators(scope);
    return new NearestFilter(spec.key(), NearParser.parse(operators), operators, query);
  }

  /** The stage that stands in its place where the filter has been seen to. */
  public Stage inPlan() {
    return new Fields(this);
  }

  /** The stage without variables, for another collection: what reads any is left out. */
  BsonDocument toSpec(BsonDocument filter, EvaluationScope scope) {
    BsonDocument operators = spec.operators(scope);
    BsonDocument plain = new BsonDocument("near", operators.get(operators.getFirstKey()));
    plain.append("spherical", BsonBoolean.valueOf(operators.getFirstKey().equals("$nearSphere")));
    copy(operators, "$minDistance", plain, "minDistance");
    copy(operators, "$maxDistance", plain, "maxDistance");
    if (spec.key() != null) {
      plain.append("key", new BsonString(spec.key().dotted()));
    }
    return new BsonDocument("$geoNear", plain.append("query", filter));
  }

  private static void copy(BsonDocument from, String name, BsonDocument to, String otherName) {
    BsonValue value = from.get(name);
    if (value != null) {
      to.append(otherName, value);
    }
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    throw new ServerException(
        ErrorCode.location(40603), "$geoNear was not the first stage in the pipeline");
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    spec.dependencies(dependencies);
    query.dependencies(dependencies);
    dependencies.wholeDocument();
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$geoNear", spec.given());
  }

  /** Writes distances and places into documents that come with them. Threads: immutable. */
  private record Fields(GeoNearStage stage) implements Stage {
    @Override
    public String name() {
      return stage.name();
    }

    @Override
    public StageTraits traits() {
      return stage.traits();
    }

    @Override
    public Cursor open(Cursor input, StageContext context) {
      GeoNearFields fields = new GeoNearFields(stage.spec);
      return new TransformCursor(input, fields::written);
    }

    @Override
    public BsonDocument describe() {
      return stage.describe();
    }
  }
}
