package dev.meerkat.spectests.operation;

import com.mongodb.client.MongoDatabase;
import dev.meerkat.spectests.unified.TestFailure;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What a test says of collections and indexes. Threads: immutable. */
final class CatalogAssertions {
  private CatalogAssertions() {}

  static @Nullable BsonValue collectionExists(Call call) {
    return check(hasCollection(call), true, "the collection does not exist");
  }

  static @Nullable BsonValue collectionNotExists(Call call) {
    return check(hasCollection(call), false, "the collection exists");
  }

  static @Nullable BsonValue indexExists(Call call) {
    return check(hasIndex(call), true, "the index does not exist");
  }

  static @Nullable BsonValue indexNotExists(Call call) {
    return check(hasIndex(call), false, "the index exists");
  }

  private static boolean hasCollection(Call call) {
    String name = call.arguments().string("collectionName");
    return database(call).listCollectionNames().into(new ArrayList<>()).contains(name);
  }

  private static boolean hasIndex(Call call) {
    String index = call.arguments().string("indexName");
    List<String> names = new ArrayList<>();
    database(call)
        .getCollection(call.arguments().string("collectionName"))
        .listIndexes()
        .forEach(one -> names.add(one.getString("name")));
    return names.contains(index);
  }

  private static MongoDatabase database(Call call) {
    return call.context().internal().getDatabase(call.arguments().string("databaseName"));
  }

  private static @Nullable BsonValue check(boolean found, boolean wanted, String otherwise) {
    if (found != wanted) {
      throw new TestFailure(otherwise);
    }
    return null;
  }
}
