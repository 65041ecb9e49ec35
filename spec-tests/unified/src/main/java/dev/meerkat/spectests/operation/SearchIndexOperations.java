package dev.meerkat.spectests.operation;

import com.mongodb.client.ListSearchIndexesIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.SearchIndexModel;
import com.mongodb.client.model.SearchIndexType;
import dev.meerkat.spectests.unified.Arguments;
import dev.meerkat.spectests.unified.TestFailure;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Search indexes, which only Atlas has. Threads: immutable. */
final class SearchIndexOperations {
  private SearchIndexOperations() {}

  static BsonValue createOne(Call call) {
    SearchIndexModel model = model(call.arguments().document("model"));
    MongoCollection<BsonDocument> collection = call.collection();
    call.arguments().checkAllRead();
    return new BsonString(collection.createSearchIndexes(List.of(model)).getFirst());
  }

  static BsonValue createMany(Call call) {
    List<SearchIndexModel> models =
        call.arguments().documents("models").stream().map(SearchIndexOperations::model).toList();
    MongoCollection<BsonDocument> collection = call.collection();
    call.arguments().checkAllRead();
    BsonArray names = new BsonArray();
    collection.createSearchIndexes(models).forEach(name -> names.add(new BsonString(name)));
    return names;
  }

  static @Nullable BsonValue drop(Call call) {
    String name = call.arguments().string("name");
    call.arguments().checkAllRead();
    call.collection().dropSearchIndex(name);
    return null;
  }

  static BsonValue list(Call call) {
    Arguments arguments = call.arguments();
    ListSearchIndexesIterable<BsonDocument> iterable =
        call.collection().listSearchIndexes(BsonDocument.class);
    arguments.string("name", iterable::name);
    arguments.document(
        "aggregationOptions",
        options -> {
          Arguments aggregation = new Arguments(options);
          aggregation.number("batchSize", iterable::batchSize);
          aggregation.checkAllRead();
        });
    arguments.checkAllRead();
    return iterable.into(new BsonArray());
  }

  static @Nullable BsonValue update(Call call) {
    String name = call.arguments().string("name");
    BsonDocument definition = call.arguments().document("definition");
    call.arguments().checkAllRead();
    call.collection().updateSearchIndex(name, definition);
    return null;
  }

  private static SearchIndexModel model(BsonDocument spec) {
    BsonDocument definition = spec.getDocument("definition");
    // The driver's own words for "no name" and "no type" are null.
    @Nullable String name = spec.containsKey("name") ? spec.getString("name").getValue() : null;
    @Nullable SearchIndexType type = spec.containsKey("type") ? type(spec) : null;
    return new SearchIndexModel(name, definition, type);
  }

  private static SearchIndexType type(BsonDocument spec) {
    String type = spec.getString("type").getValue();
    return switch (type) {
      case "search" -> SearchIndexType.search();
      case "vectorSearch" -> SearchIndexType.vectorSearch();
      default -> throw new TestFailure("there is no type of search index " + type);
    };
  }
}
