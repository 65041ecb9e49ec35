package dev.meerkat.spectests;

import com.mongodb.client.AggregateIterable;
import com.mongodb.client.DistinctIterable;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.EstimatedDocumentCountOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.InsertOneOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What a test can do with its entities. Threads: confined to one thread. */
final class Operations {
  private final Entities entities;

  Operations(Entities entities) {
    this.entities = entities;
  }

  /** Runs one operation and answers its result; null where it has none. */
  @Nullable BsonValue run(String name, String object, Arguments arguments) {
    return switch (name) {
      case "aggregate" -> aggregate(object, arguments);
      case "bulkWrite" -> BulkWriteOperation.run(entities.collection(object), arguments);
      case "clientBulkWrite" -> ClientBulkWriteOperation.run(entities.client(object), arguments);
      case "count" -> count(object, arguments);
      case "countDocuments" -> {
        BsonDocument filter = arguments.document("filter");
        var options = WriteOptions.count(arguments);
        arguments.checkAllRead();
        yield new BsonInt64(entities.collection(object).countDocuments(filter, options));
      }
      case "createCollection" -> createCollection(object, arguments);
      case "createIndex" -> createIndex(object, arguments);
      case "deleteMany" -> {
        BsonDocument filter = arguments.document("filter");
        var options = WriteOptions.delete(arguments);
        arguments.checkAllRead();
        yield Results.of(entities.collection(object).deleteMany(filter, options));
      }
      case "deleteOne" -> {
        BsonDocument filter = arguments.document("filter");
        var options = WriteOptions.delete(arguments);
        arguments.checkAllRead();
        yield Results.of(entities.collection(object).deleteOne(filter, options));
      }
      case "distinct" -> distinct(object, arguments);
      case "dropCollection" -> {
        entities.database(object).getCollection(arguments.string("collection")).drop();
        yield null;
      }
      case "estimatedDocumentCount" -> estimatedDocumentCount(object, arguments);
      case "find" -> find(object, arguments).into(new BsonArray());
      case "findOne" -> Results.orNull(find(object, arguments).first());
      case "findOneAndDelete" -> {
        BsonDocument filter = arguments.document("filter");
        var options = WriteOptions.findOneAndDelete(arguments);
        arguments.checkAllRead();
        yield Results.orNull(entities.collection(object).findOneAndDelete(filter, options));
      }
      case "findOneAndReplace" -> {
        BsonDocument filter = arguments.document("filter");
        BsonDocument replacement = arguments.document("replacement");
        var options = WriteOptions.findOneAndReplace(arguments);
        arguments.checkAllRead();
        yield Results.orNull(
            entities.collection(object).findOneAndReplace(filter, replacement, options));
      }
      case "findOneAndUpdate" -> findOneAndUpdate(object, arguments);
      case "insertMany" -> insertMany(object, arguments);
      case "insertOne" -> insertOne(object, arguments);
      case "modifyCollection" -> modifyCollection(object, arguments);
      case "replaceOne" -> {
        BsonDocument filter = arguments.document("filter");
        BsonDocument replacement = arguments.document("replacement");
        var options = WriteOptions.replace(arguments);
        arguments.checkAllRead();
        yield Results.of(entities.collection(object).replaceOne(filter, replacement, options));
      }
      case "updateMany", "updateOne" -> update(name.equals("updateMany"), object, arguments);
      default -> throw new NotRunnable("operation " + name);
    };
  }

  private BsonValue aggregate(String object, Arguments arguments) {
    List<BsonDocument> pipeline =
        arguments.array("pipeline").stream().map(BsonValue::asDocument).toList();
    AggregateIterable<BsonDocument> iterable =
        entities.entity(object) instanceof MongoDatabase database
            ? database.aggregate(pipeline, BsonDocument.class)
            : entities.collection(object).aggregate(pipeline);
    arguments.number("batchSize", iterable::batchSize);
    arguments.bool("allowDiskUse", iterable::allowDiskUse);
    arguments.bool("bypassDocumentValidation", iterable::bypassDocumentValidation);
    arguments.collation(iterable::collation);
    arguments.value("comment", iterable::comment);
    arguments.document("let", iterable::let);
    arguments.checkAllRead();
    BsonDocument last = pipeline.isEmpty() ? new BsonDocument() : pipeline.getLast();
    if (last.containsKey("$out") || last.containsKey("$merge")) {
      iterable.toCollection();
      return new BsonArray();
    }
    return iterable.into(new BsonArray());
  }

  /** The old count is not in the driver's public API: it is sent as a command. */
  private BsonValue count(String object, Arguments arguments) {
    MongoCollection<BsonDocument> collection = entities.collection(object);
    BsonDocument command =
        new BsonDocument("count", new BsonString(collection.getNamespace().getCollectionName()))
            .append("query", arguments.document("filter"));
    for (String option : List.of("skip", "limit", "collation")) {
      arguments.value(option, value -> command.append(option, value));
    }
    arguments.checkAllRead();
    String database = collection.getNamespace().getDatabaseName();
    return emulated(database, command).get("n", new BsonInt32(0));
  }

  private BsonDocument emulated(String database, BsonDocument command) {
    return entities.client("client0").getDatabase(database).runCommand(command, BsonDocument.class);
  }

  private @Nullable BsonValue createCollection(String object, Arguments arguments) {
    String name = arguments.string("collection");
    if (arguments.has("viewOn")) {
      entities
          .database(object)
          .createView(
              name,
              arguments.string("viewOn"),
              arguments.array("pipeline").stream().map(BsonValue::asDocument).toList());
    } else {
      CreateCollectionOptions options = new CreateCollectionOptions();
      entities.database(object).createCollection(name, options);
    }
    arguments.checkAllRead();
    return null;
  }

  private BsonValue createIndex(String object, Arguments arguments) {
    IndexOptions options = new IndexOptions();
    arguments.bool("unique", options::unique);
    arguments.value("name", name -> options.name(name.asString().getValue()));
    BsonDocument keys = arguments.document("keys");
    arguments.checkAllRead();
    return new BsonString(entities.collection(object).createIndex(keys, options));
  }

  private BsonValue distinct(String object, Arguments arguments) {
    DistinctIterable<BsonValue> iterable =
        entities
            .collection(object)
            .distinct(arguments.string("fieldName"), arguments.document("filter"), BsonValue.class);
    arguments.collation(iterable::collation);
    arguments.value("comment", iterable::comment);
    arguments.hint(iterable::hint, iterable::hintString);
    arguments.checkAllRead();
    return Results.array(iterable.into(new ArrayList<>()));
  }

  private BsonValue estimatedDocumentCount(String object, Arguments arguments) {
    EstimatedDocumentCountOptions options = new EstimatedDocumentCountOptions();
    arguments.number("maxTimeMS", millis -> options.maxTime(millis, TimeUnit.MILLISECONDS));
    arguments.value("comment", options::comment);
    arguments.checkAllRead();
    return new BsonInt64(entities.collection(object).estimatedDocumentCount(options));
  }

  private FindIterable<BsonDocument> find(String object, Arguments arguments) {
    FindIterable<BsonDocument> iterable =
        entities.collection(object).find(arguments.document("filter"));
    arguments.number("batchSize", iterable::batchSize);
    arguments.number("limit", iterable::limit);
    arguments.number("skip", iterable::skip);
    arguments.document("sort", iterable::sort);
    arguments.document("projection", iterable::projection);
    arguments.bool("allowDiskUse", iterable::allowDiskUse);
    arguments.collation(iterable::collation);
    arguments.value("comment", iterable::comment);
    arguments.document("let", iterable::let);
    arguments.hint(iterable::hint, iterable::hintString);
    arguments.checkAllRead();
    return iterable;
  }

  private BsonValue findOneAndUpdate(String object, Arguments arguments) {
    BsonDocument filter = arguments.document("filter");
    BsonValue update = arguments.value("update");
    var options = WriteOptions.findOneAndUpdate(arguments);
    arguments.checkAllRead();
    MongoCollection<BsonDocument> collection = entities.collection(object);
    return Results.orNull(
        update != null && update.isArray()
            ? collection.findOneAndUpdate(filter, Updates.pipeline(update), options)
            : collection.findOneAndUpdate(filter, Updates.document(update), options));
  }

  private BsonValue insertMany(String object, Arguments arguments) {
    InsertManyOptions options = new InsertManyOptions();
    arguments.bool("ordered", options::ordered);
    arguments.bool("bypassDocumentValidation", options::bypassDocumentValidation);
    arguments.value("comment", options::comment);
    List<BsonDocument> documents =
        arguments.array("documents").stream().map(BsonValue::asDocument).toList();
    arguments.checkAllRead();
    return Results.of(entities.collection(object).insertMany(documents, options));
  }

  private BsonValue insertOne(String object, Arguments arguments) {
    InsertOneOptions options = new InsertOneOptions();
    arguments.bool("bypassDocumentValidation", options::bypassDocumentValidation);
    arguments.value("comment", options::comment);
    BsonDocument document = arguments.document("document");
    arguments.checkAllRead();
    return Results.of(entities.collection(object).insertOne(document, options));
  }

  /** Not in the driver's public API: sent as a command. */
  private @Nullable BsonValue modifyCollection(String object, Arguments arguments) {
    BsonDocument command =
        new BsonDocument("collMod", new BsonString(arguments.string("collection")));
    arguments.value("validator", value -> command.append("validator", value));
    arguments.checkAllRead();
    entities.database(object).runCommand(command);
    return null;
  }

  private BsonValue update(boolean many, String object, Arguments arguments) {
    BsonDocument filter = arguments.document("filter");
    BsonValue update = arguments.value("update");
    var options = WriteOptions.update(arguments);
    arguments.checkAllRead();
    MongoCollection<BsonDocument> collection = entities.collection(object);
    if (update != null && update.isArray()) {
      List<BsonDocument> pipeline = Updates.pipeline(update);
      return Results.of(
          many
              ? collection.updateMany(filter, pipeline, options)
              : collection.updateOne(filter, pipeline, options));
    }
    BsonDocument operators = Updates.document(update);
    return Results.of(
        many
            ? collection.updateMany(filter, operators, options)
            : collection.updateOne(filter, operators, options));
  }
}
