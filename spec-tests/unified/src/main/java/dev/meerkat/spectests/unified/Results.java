package dev.meerkat.spectests.unified;

import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.result.DeleteResult;
import com.mongodb.client.result.InsertManyResult;
import com.mongodb.client.result.InsertOneResult;
import com.mongodb.client.result.UpdateResult;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The driver's results in the form that tests describe. Threads: immutable. */
public final class Results {
  private Results() {}

  public static BsonDocument of(InsertOneResult result) {
    BsonDocument document = acknowledged(result.wasAcknowledged());
    if (result.wasAcknowledged() && result.getInsertedId() != null) {
      document.append("insertedId", result.getInsertedId());
    }
    return document;
  }

  public static BsonDocument of(InsertManyResult result) {
    BsonDocument document = acknowledged(result.wasAcknowledged());
    if (result.wasAcknowledged()) {
      document.append("insertedCount", new BsonInt32(result.getInsertedIds().size()));
      document.append("insertedIds", byIndex(result.getInsertedIds()));
    }
    return document;
  }

  public static BsonDocument of(UpdateResult result) {
    BsonDocument document = acknowledged(result.wasAcknowledged());
    if (result.wasAcknowledged()) {
      BsonValue upserted = result.getUpsertedId();
      document.append("matchedCount", new BsonInt32((int) result.getMatchedCount()));
      document.append("modifiedCount", new BsonInt32((int) result.getModifiedCount()));
      document.append("upsertedCount", new BsonInt32(upserted == null ? 0 : 1));
      if (upserted != null) {
        document.append("upsertedId", upserted);
      }
    }
    return document;
  }

  public static BsonDocument of(DeleteResult result) {
    BsonDocument document = acknowledged(result.wasAcknowledged());
    if (result.wasAcknowledged()) {
      document.append("deletedCount", new BsonInt32((int) result.getDeletedCount()));
    }
    return document;
  }

  public static BsonDocument of(BulkWriteResult result) {
    BsonDocument document = acknowledged(result.wasAcknowledged());
    if (result.wasAcknowledged()) {
      BsonDocument inserted = new BsonDocument();
      result
          .getInserts()
          .forEach(insert -> inserted.append(String.valueOf(insert.getIndex()), insert.getId()));
      BsonDocument upserted = new BsonDocument();
      result
          .getUpserts()
          .forEach(upsert -> upserted.append(String.valueOf(upsert.getIndex()), upsert.getId()));
      document
          .append("insertedCount", new BsonInt32(result.getInsertedCount()))
          .append("insertedIds", inserted)
          .append("matchedCount", new BsonInt32(result.getMatchedCount()))
          .append("modifiedCount", new BsonInt32(result.getModifiedCount()))
          .append("deletedCount", new BsonInt32(result.getDeletedCount()))
          .append("upsertedCount", new BsonInt32(result.getUpserts().size()))
          .append("upsertedIds", upserted);
    }
    return document;
  }

  public static BsonValue orNull(@Nullable BsonValue value) {
    return value == null ? BsonNull.VALUE : value;
  }

  public static BsonArray array(Iterable<? extends BsonValue> values) {
    BsonArray array = new BsonArray();
    values.forEach(array::add);
    return array;
  }

  private static BsonDocument byIndex(Map<Integer, BsonValue> ids) {
    BsonDocument document = new BsonDocument();
    ids.forEach((index, id) -> document.append(String.valueOf(index), id));
    return document;
  }

  private static BsonDocument acknowledged(boolean acknowledged) {
    return acknowledged ? new BsonDocument() : new BsonDocument("acknowledged", BsonBoolean.FALSE);
  }
}
