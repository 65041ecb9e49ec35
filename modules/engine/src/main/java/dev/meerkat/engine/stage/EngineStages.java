package dev.meerkat.engine.stage;

import dev.meerkat.engine.changestream.ChangeStreamStage;
import dev.meerkat.engine.changestream.SplitLargeEventStage;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageProvider;
import java.util.Set;
import org.bson.BsonValue;

/** The stages that read the engine's state. Threads: immutable. */
public final class EngineStages implements StageProvider {
  @Override
  public Set<String> names() {
    return Set.of(
        "$_internalListCollections",
        "$changeStream",
        "$changeStreamSplitLargeEvent",
        "$collStats",
        "$currentOp",
        "$indexStats",
        "$listCatalog",
        "$listClusterCatalog",
        "$listLocalSessions",
        "$listSampledQueries",
        "$listSessions",
        "$planCacheStats",
        "$querySettings",
        "$queryStats",
        "$shardedDataDistribution");
  }

  @Override
  public boolean isStable(String name) {
    return switch (name) {
      case "$changeStream",
          "$changeStreamSplitLargeEvent",
          "$collStats",
          "$shardedDataDistribution" ->
          true;
      default -> false;
    };
  }

  @Override
  public Stage parse(String name, BsonValue spec, ParseScope scope) {
    return switch (name) {
      case "$_internalListCollections" -> ListClusterCatalogStage.parseInternal(spec, scope);
      case "$changeStream" -> ChangeStreamStage.parse(spec, scope);
      case "$changeStreamSplitLargeEvent" -> SplitLargeEventStage.parse(spec);
      case "$collStats" -> CollStatsStage.parse(spec);
      case "$currentOp" -> CurrentOpStage.parse(spec, scope);
      case "$indexStats" -> IndexStatsStage.parse(spec);
      case "$listCatalog" -> ListCatalogStage.parse(spec, scope);
      case "$listClusterCatalog" -> ListClusterCatalogStage.parse(spec, scope);
      case "$listLocalSessions" -> ListLocalSessionsStage.parse(spec);
      case "$listSampledQueries" -> ListSampledQueriesStage.parse(spec, scope);
      case "$listSessions" -> ListSessionsStage.parse(spec, scope);
      case "$planCacheStats" -> PlanCacheStatsStage.parse(spec);
      case "$querySettings" -> QuerySettingsStage.parse(spec);
      case "$queryStats" -> QueryStatsStage.parse(spec, scope);
      case "$shardedDataDistribution" -> throw ShardedDataDistributionStage.refusal(spec);
      default -> throw new IllegalArgumentException("not a stage of this provider: " + name);
    };
  }
}
