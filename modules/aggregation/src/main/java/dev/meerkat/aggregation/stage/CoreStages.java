package dev.meerkat.aggregation.stage;

import dev.meerkat.aggregation.timeseries.UnpackBucketStage;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageProvider;
import java.util.Set;
import org.bson.BsonValue;

/**
 * The built-in stages that are functions of their input and of other collections. Threads:
 * immutable.
 */
public final class CoreStages implements StageProvider {
  private static final Set<String> NAMES =
      Set.of(
          "$_internalInhibitOptimization",
          "$_internalSetWindowFields",
          "$_internalShredDocuments",
          "$_internalSplitPipeline",
          "$_internalStreamingGroup",
          "$_internalUnpackBucket",
          "$_unpackBucket",
          "$addFields",
          "$bucket",
          "$bucketAuto",
          "$count",
          "$densify",
          "$documents",
          "$facet",
          "$fill",
          "$geoNear",
          "$graphLookup",
          "$group",
          "$limit",
          "$listSearchIndexes",
          "$lookup",
          "$match",
          "$merge",
          "$out",
          "$project",
          "$rankFusion",
          "$redact",
          "$replaceRoot",
          "$replaceWith",
          "$sample",
          "$score",
          "$scoreFusion",
          "$search",
          "$searchBeta",
          "$searchMeta",
          "$set",
          "$setWindowFields",
          "$skip",
          "$sort",
          "$sortByCount",
          "$unionWith",
          "$unset",
          "$unwind",
          "$vectorSearch");

  private static final Set<String> UNSTABLE =
      Set.of(
          "$_internalInhibitOptimization",
          "$_internalShredDocuments",
          "$_internalSplitPipeline",
          "$listSearchIndexes",
          "$rankFusion",
          "$score",
          "$scoreFusion",
          "$search",
          "$searchBeta",
          "$searchMeta",
          "$vectorSearch");

  /** Called by the service loader. */
  public CoreStages() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public boolean isStable(String name) {
    return !UNSTABLE.contains(name);
  }

  @Override
  public Stage parse(String name, BsonValue spec, ParseScope scope) {
    return switch (name) {
      case "$_internalInhibitOptimization" -> InternalStages.parseInhibitOptimization(spec);
      case "$_internalSetWindowFields" -> WindowFieldsStage.parseSorted(spec, scope);
      case "$_internalShredDocuments" -> InternalStages.parseShredDocuments(spec);
      case "$_internalSplitPipeline" -> InternalStages.parseSplitPipeline(spec);
      case "$_internalStreamingGroup" -> StreamingGroupStage.parse(spec, scope);
      case "$_internalUnpackBucket" -> UnpackBucketStage.parse(spec);
      case "$_unpackBucket" -> UnpackBucketStage.parseExternal(spec);
      case "$addFields", "$project", "$set", "$unset" -> ProjectionStage.parse(name, spec, scope);
      case "$bucket" -> BucketStage.parse(spec, scope);
      case "$bucketAuto" -> BucketAutoStage.parse(spec, scope);
      case "$count" -> CountStage.parse(spec);
      case "$densify" -> DensifyParser.parse(spec, scope);
      case "$documents" -> DocumentsStage.parse(spec, scope);
      case "$facet" -> FacetStage.parse(spec, scope);
      case "$fill" -> FillStage.parse(spec, scope);
      case "$geoNear" -> GeoNearStage.parse(spec, scope);
      case "$graphLookup" -> GraphLookupStage.parse(spec, scope);
      case "$group" -> GroupStage.parse(spec, scope);
      case "$limit" -> LimitStage.parse(spec);
      case "$listSearchIndexes" -> throw ListSearchIndexesStage.notEnabled();
      case "$lookup" -> LookupParser.parse(spec, scope);
      case "$match" -> MatchStage.parse(spec, scope);
      case "$merge" -> new MergeParser(scope).parse(spec);
      case "$out" -> OutStage.parse(spec, scope);
      case "$rankFusion" -> FusionParser.parseRanked(spec, scope);
      case "$redact" -> RedactStage.parse(spec, scope);
      case "$replaceRoot" -> ReplaceRootStage.parseRoot(spec, scope);
      case "$replaceWith" -> ReplaceRootStage.parseWith(spec, scope);
      case "$sample" -> SampleStage.parse(spec);
      case "$score" -> ScoreStage.parse(spec, scope);
      case "$scoreFusion" -> FusionParser.parseScored(spec, scope);
      case "$search", "$searchBeta", "$searchMeta", "$vectorSearch" ->
          throw SearchStages.notEnabled();
      case "$setWindowFields" -> WindowFieldsStage.parse(spec, scope);
      case "$skip" -> SkipStage.parse(spec);
      case "$sort" -> SortStage.parse(spec, scope);
      case "$sortByCount" -> SortByCountStage.parse(spec, scope);
      case "$unionWith" -> UnionWithStage.parse(spec, scope);
      case "$unwind" -> UnwindStage.parse(spec);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
