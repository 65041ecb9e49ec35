package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageProvider;
import java.util.Set;
import org.bson.BsonValue;

/**
 * The stages that servers send to servers, and that no client may send: they are refused whatever
 * they say. Threads: immutable.
 */
public final class ServerStages implements StageProvider {
  private static final Set<String> NAMES =
      Set.of(
          "$_addReshardingResumeId",
          "$_internalBoundedSort",
          "$_internalChangeStreamAddPostImage",
          "$_internalChangeStreamAddPreImage",
          "$_internalChangeStreamCheckInvalidate",
          "$_internalChangeStreamCheckResumability",
          "$_internalChangeStreamCheckTopologyChange",
          "$_internalChangeStreamHandleTopologyChange",
          "$_internalChangeStreamInjectControlEvents",
          "$_internalChangeStreamOplogMatch",
          "$_internalChangeStreamTransform",
          "$_internalChangeStreamUnwindTransaction",
          "$_internalDensify",
          "$_internalFindAndModifyImageLookup",
          "$_internalReshardingIterateTransaction",
          "$_internalReshardingOwnershipMatch",
          "$_internalSearchIdLookup",
          "$mergeCursors",
          "$queue",
          "$setMetadata",
          "$setVariableFromSubPipeline");

  /** Called by the service loader. */
  public ServerStages() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Stage parse(String name, BsonValue spec, ParseScope scope) {
    // MongoDB's words have half a pair of quotation marks, too.
    throw Documents.error(5491300, name + "' is not allowed in user requests");
  }
}
