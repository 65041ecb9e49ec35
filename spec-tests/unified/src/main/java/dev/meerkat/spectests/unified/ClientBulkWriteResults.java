package dev.meerkat.spectests.unified;

import com.mongodb.client.model.bulk.ClientBulkWriteResult;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;

/** The results of a client's bulkWrite in the form that tests describe. Threads: immutable. */
public final class ClientBulkWriteResults {
  private ClientBulkWriteResults() {}

  public static BsonDocument of(ClientBulkWriteResult result) {
    if (!result.isAcknowledged()) {
      return new BsonDocument("acknowledged", BsonBoolean.FALSE);
    }
    BsonDocument document =
        new BsonDocument("insertedCount", new BsonInt64(result.getInsertedCount()))
            .append("upsertedCount", new BsonInt64(result.getUpsertedCount()))
            .append("matchedCount", new BsonInt64(result.getMatchedCount()))
            .append("modifiedCount", new BsonInt64(result.getModifiedCount()))
            .append("deletedCount", new BsonInt64(result.getDeletedCount()));
    result.getVerboseResults().ifPresent(verbose -> appendVerbose(document, verbose));
    return document;
  }

  private static void appendVerbose(
      BsonDocument document, ClientBulkWriteResult.VerboseResults verbose) {
    BsonDocument inserts = new BsonDocument();
    verbose
        .getInsertResults()
        .forEach(
            (index, insert) ->
                inserts.append(
                    String.valueOf(index),
                    insert
                        .getInsertedId()
                        .map(id -> new BsonDocument("insertedId", id))
                        .orElseGet(BsonDocument::new)));
    BsonDocument updates = new BsonDocument();
    verbose
        .getUpdateResults()
        .forEach(
            (index, update) -> {
              BsonDocument one =
                  new BsonDocument("matchedCount", new BsonInt64(update.getMatchedCount()))
                      .append("modifiedCount", new BsonInt64(update.getModifiedCount()));
              update.getUpsertedId().ifPresent(id -> one.append("upsertedId", id));
              updates.append(String.valueOf(index), one);
            });
    BsonDocument deletes = new BsonDocument();
    verbose
        .getDeleteResults()
        .forEach(
            (index, delete) ->
                deletes.append(
                    String.valueOf(index),
                    new BsonDocument("deletedCount", new BsonInt64(delete.getDeletedCount()))));
    document
        .append("insertResults", inserts)
        .append("updateResults", updates)
        .append("deleteResults", deletes);
  }
}
