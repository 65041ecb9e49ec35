package dev.meerkat.spectests.operation;

import com.mongodb.MongoNamespace;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import com.mongodb.client.model.ChangeStreamPreAndPostImagesOptions;
import com.mongodb.client.model.ClusteredIndexOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.CreateViewOptions;
import com.mongodb.client.model.RenameCollectionOptions;
import com.mongodb.client.model.TimeSeriesGranularity;
import com.mongodb.client.model.TimeSeriesOptions;
import com.mongodb.client.model.ValidationOptions;
import dev.meerkat.spectests.unified.Arguments;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Collections are made, changed, renamed and dropped. Threads: immutable. */
final class CollectionOperations {
  private CollectionOperations() {}

  /** Answers the collection, which a test may keep. */
  static Object create(Call call) {
    Arguments arguments = call.arguments();
    String name = arguments.string("collection");
    MongoDatabase database = call.database();
    ClientSession session = call.session();
    if (arguments.has("viewOn")) {
      createView(name, database, session, arguments);
    } else {
      CreateCollectionOptions options = options(arguments);
      arguments.checkAllRead();
      if (session == null) {
        database.createCollection(name, options);
      } else {
        database.createCollection(session, name, options);
      }
    }
    return database.getCollection(name, BsonDocument.class);
  }

  private static void createView(
      String name, MongoDatabase database, @Nullable ClientSession session, Arguments arguments) {
    String viewOn = arguments.string("viewOn");
    List<BsonDocument> pipeline =
        arguments.has("pipeline") ? arguments.documents("pipeline") : List.of();
    CreateViewOptions options = new CreateViewOptions();
    arguments.collation(options::collation);
    arguments.checkAllRead();
    if (session == null) {
      database.createView(name, viewOn, pipeline, options);
    } else {
      database.createView(session, name, viewOn, pipeline, options);
    }
  }

  private static CreateCollectionOptions options(Arguments arguments) {
    CreateCollectionOptions options = new CreateCollectionOptions();
    arguments.bool("capped", options::capped);
    arguments.document(
        "changeStreamPreAndPostImages",
        images ->
            options.changeStreamPreAndPostImagesOptions(
                new ChangeStreamPreAndPostImagesOptions(images.getBoolean("enabled").getValue())));
    arguments.document("clusteredIndex", index -> options.clusteredIndexOptions(clustered(index)));
    arguments.collation(options::collation);
    arguments.longNumber(
        "expireAfterSeconds", seconds -> options.expireAfter(seconds, TimeUnit.SECONDS));
    arguments.longNumber("max", options::maxDocuments);
    arguments.longNumber("size", options::sizeInBytes);
    arguments.document("timeseries", series -> options.timeSeriesOptions(timeSeries(series)));
    arguments.document(
        "validator",
        validator -> options.validationOptions(new ValidationOptions().validator(validator)));
    return options;
  }

  private static ClusteredIndexOptions clustered(BsonDocument index) {
    ClusteredIndexOptions options =
        new ClusteredIndexOptions(index.getDocument("key"), index.getBoolean("unique").getValue());
    return index.containsKey("name") ? options.name(index.getString("name").getValue()) : options;
  }

  private static TimeSeriesOptions timeSeries(BsonDocument series) {
    Arguments arguments = new Arguments(series);
    TimeSeriesOptions options = new TimeSeriesOptions(arguments.string("timeField"));
    arguments.string("metaField", options::metaField);
    arguments.string(
        "granularity",
        granularity ->
            options.granularity(
                TimeSeriesGranularity.valueOf(granularity.toUpperCase(Locale.ROOT))));
    arguments.longNumber(
        "bucketMaxSpanSeconds", seconds -> options.bucketMaxSpan(seconds, TimeUnit.SECONDS));
    arguments.longNumber(
        "bucketRoundingSeconds", seconds -> options.bucketRounding(seconds, TimeUnit.SECONDS));
    arguments.checkAllRead();
    return options;
  }

  static @Nullable BsonValue drop(Call call) {
    MongoCollection<BsonDocument> collection =
        call.database().getCollection(call.arguments().string("collection"), BsonDocument.class);
    ClientSession session = call.session();
    call.arguments().checkAllRead();
    if (session == null) {
      collection.drop();
    } else {
      collection.drop(session);
    }
    return null;
  }

  static @Nullable BsonValue dropDatabase(Call call) {
    MongoDatabase database = call.cluster().getDatabase(call.arguments().string("database"));
    ClientSession session = call.session();
    call.arguments().checkAllRead();
    if (session == null) {
      database.drop();
    } else {
      database.drop(session);
    }
    return null;
  }

  /** Not in the driver's public API: sent as a command. */
  static @Nullable BsonValue modify(Call call) {
    Arguments arguments = call.arguments();
    BsonDocument command =
        new BsonDocument("collMod", new BsonString(arguments.string("collection")));
    for (String option : new String[] {"changeStreamPreAndPostImages", "index", "validator"}) {
      arguments.value(option, value -> command.append(option, value));
    }
    MongoDatabase database = call.database();
    call.emulate(database, command);
    return null;
  }

  /** A collection's name, or that of a file in a bucket. */
  static @Nullable BsonValue rename(Call call) {
    if (call.entity() instanceof GridFSBucket) {
      return GridFsOperations.rename(call);
    }
    Arguments arguments = call.arguments();
    RenameCollectionOptions options = new RenameCollectionOptions();
    arguments.bool("dropTarget", options::dropTarget);
    MongoCollection<BsonDocument> collection = call.collection();
    MongoNamespace to =
        new MongoNamespace(collection.getNamespace().getDatabaseName(), arguments.string("to"));
    ClientSession session = call.session();
    arguments.checkAllRead();
    if (session == null) {
      collection.renameCollection(to, options);
    } else {
      collection.renameCollection(session, to, options);
    }
    return null;
  }
}
