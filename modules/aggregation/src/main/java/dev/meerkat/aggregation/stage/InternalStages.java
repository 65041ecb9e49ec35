package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Stage;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Stages that servers send to servers, and that clients may send, too. Threads: immutable. */
final class InternalStages {
  private InternalStages() {}

  /** Keeps the optimizer from moving anything across it. */
  static Stage parseInhibitOptimization(BsonValue given) {
    BsonDocument spec = object("$_internalInhibitOptimization", given);
    if (!spec.isEmpty()) {
      throw Documents.failedToParse(
          "$_internalInhibitOptimization must take an empty object but found: " + spec.toJson());
    }
    return new PassingStage("$_internalInhibitOptimization", spec);
  }

  /** Says where a cluster merges; a server alone has done so already. */
  static Stage parseSplitPipeline(BsonValue given) {
    BsonDocument spec = object("$_internalSplitPipeline", given);
    for (Map.Entry<String, BsonValue> field : spec.entrySet()) {
      if (!field.getKey().equals("mergeType")) {
        throw badValue(
            "unrecognized field while parsing $_internalSplitPipeline: '" + field.getKey() + "'");
      }
      checkMergeType(field.getValue());
    }
    return new PassingStage("$_internalSplitPipeline", spec);
  }

  /** Tells whoever is behind it that documents are in memory as a whole, which they always are. */
  static Stage parseShredDocuments(BsonValue given) {
    if (!(given instanceof BsonDocument spec)) {
      throw Documents.error(7997500, "$_internalShredDocuments specification must be an object");
    }
    if (!spec.isEmpty()) {
      throw Documents.error(7997501, "$_internalShredDocuments specification must be empty");
    }
    return new PassingStage("$_internalShredDocuments", spec);
  }

  private static void checkMergeType(BsonValue type) {
    if (type instanceof BsonDocument shard) {
      throw shard.size() == 1 && shard.isString("specificShard")
          ? Documents.error(
              7958301,
              "Cannot specify 'mergeType' of 'specificShard' and not have sharding enabled")
          : Documents.error(
              7958300,
              "Object argument to $_internalSplitPipeline must contain a single string field named"
                  + " 'specificShard'");
    }
    if (!type.isString()) {
      throw badValue(
          "'mergeType' must be a string value or an object but found: " + type.getBsonType());
    }
    switch (type.asString().getValue()) {
      case "localOnly", "anyShard" -> {}
      case "mongos", "router" ->
          throw Documents.error(40644, "$_internalSplitPipeline can only be run on mongoS");
      default ->
          throw badValue(
              "unrecognized field while parsing mergeType: '" + type.asString().getValue() + "'");
    }
  }

  private static BsonDocument object(String name, BsonValue given) {
    if (!(given instanceof BsonDocument spec)) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, name + " must take a nested object but found: " + given);
    }
    return spec;
  }

  private static ServerException badValue(String message) {
    return new ServerException(ErrorCode.BAD_VALUE, message);
  }
}
