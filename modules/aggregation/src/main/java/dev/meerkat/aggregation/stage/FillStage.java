package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Fills in values that are null or missing: by a constant or an expression, or by a window function
 * from the values around them. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/fill/">$fill</a>
 */
final class FillStage {
  private FillStage() {}

  static Stage parse(BsonValue value, ParseScope scope) {
    if (!(value instanceof BsonDocument spec)) {
      throw Documents.failedToParse("The $fill stage specification must be an object");
    }
    TypedFields fields = new TypedFields("$fill", spec);
    fields.checkNames("partitionBy", "partitionByFields", "sortBy", "output");
    BsonValue partitionBy = partitionBy(fields);
    BsonArray partitionByFields = paths(fields);
    BsonDocument sortBy = fields.document("sortBy");
    BsonDocument output = fields.required("output", fields.document("output"));
    if (output.isEmpty()) {
      throw Documents.error(
          6050203, "The output field in '$fill' must contain an object with at least one element");
    }
    BsonDocument windowed = new BsonDocument();
    BsonDocument valued = new BsonDocument();
    for (Map.Entry<String, BsonValue> field : output.entrySet()) {
      outputField(field.getKey(), field.getValue(), windowed, valued);
    }
    if (partitionBy != null && partitionByFields != null) {
      throw Documents.error(
          6050204,
          "Maximum one of 'partitionBy' and 'partitionByFields can be specified in '$fill'");
    }
    BsonDocument windows = new BsonDocument();
    if (sortBy != null) {
      windows.append("sortBy", sortBy);
    }
    if (partitionBy != null) {
      windows.append("partitionBy", partitionBy);
    }
    if (partitionByFields != null) {
      BsonDocument partition = new BsonDocument();
      for (BsonValue path : partitionByFields) {
        partition.append(
            path.asString().getValue(), new BsonString("$" + path.asString().getValue()));
      }
      windows.append("partitionBy", partition);
    }
    List<Stage> stages = new ArrayList<>();
    if (!windowed.isEmpty()) {
      stages.add(WindowFieldsStage.parse(windows.append("output", windowed), scope));
    }
    if (!valued.isEmpty()) {
      stages.add(ProjectionStage.parse("$addFields", valued, scope));
    }
    return new SequenceStage(
        "$fill",
        windowed.isEmpty()
            ? StageTraits.of(StageTraits.Shape.ONE_TO_ONE).alsoIn(StageTraits.Place.CHANGE_STREAM)
            : StageTraits.of(StageTraits.Shape.BLOCKING),
        stages,
        new BsonDocument("$fill", spec));
  }

  private static @Nullable BsonValue partitionBy(TypedFields fields) {
    BsonValue value = fields.any("partitionBy");
    if (value != null && !value.isString() && !value.isDocument()) {
      throw fields.mismatch("partitionBy", value, "string, object");
    }
    return value;
  }

  private static @Nullable BsonArray paths(TypedFields fields) {
    BsonArray paths = fields.array("partitionByFields");
    if (paths != null) {
      for (BsonValue path : paths) {
        if (!path.isString()) {
          throw fields.mismatch("partitionByFields", path, "string");
        }
      }
    }
    return paths;
  }

  private static void outputField(
      String name, BsonValue value, BsonDocument windowed, BsonDocument valued) {
    if (!(value instanceof BsonDocument spec)) {
      throw Documents.error(
          6050200, "Each fill output specification must be an object with exactly one field");
    }
    TypedFields fields = new TypedFields("$fill", spec);
    fields.checkNames("value", "method");
    String method = fields.string("method");
    BsonValue constant = fields.any("value");
    BsonString path = new BsonString("$" + name);
    if (method != null) {
      if (constant != null) {
        throw Documents.error(
            6050201,
            "Each fill output specification must have exactly one of 'method' or 'value' fields,"
                + " not both");
      }
      String function =
          switch (method) {
            case "locf" -> "$locf";
            case "linear" -> "$linearFill";
            default -> throw Documents.error(6050202, "Method must be either locf or linear");
          };
      windowed.append(name, new BsonDocument(function, path));
    } else if (constant != null) {
      valued.append(name, new BsonDocument("$ifNull", new BsonArray(List.of(path, constant))));
    }
  }
}
