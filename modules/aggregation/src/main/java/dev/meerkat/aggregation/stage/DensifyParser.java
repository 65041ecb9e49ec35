package dev.meerkat.aggregation.stage;

import dev.meerkat.aggregation.stage.DensifyStage.Bounds;
import dev.meerkat.aggregation.stage.DensifyStage.Step;
import dev.meerkat.query.expression.TimeUnit;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.BsonOrder;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.Numbers;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Reads the argument of {@code $densify}, with MongoDB's errors. Threads: immutable. */
final class DensifyParser {
  private static final ValueOrder ORDER = BsonOrder.SIMPLE;

  private DensifyParser() {}

  static Stage parse(BsonValue value, ParseScope scope) {
    if (!(value instanceof BsonDocument spec)) {
      throw Documents.failedToParse("The $densify stage specification must be an object");
    }
    TypedFields fields = new TypedFields("$densify", spec);
    fields.checkNames("field", "partitionByFields", "range");
    String field = fields.string("field");
    List<String> names = names(fields);
    BsonDocument rangeSpec = fields.document("range");
    if (rangeSpec != null) {
      checkRange(new TypedFields("$densify.range", rangeSpec));
    }
    field = fields.required("field", field);
    TypedFields range = new TypedFields("$densify.range", fields.required("range", rangeSpec));
    Step step = step(range.required("step", range.any("step")), range.string("unit"));
    Bounds bounds = bounds(range.required("bounds", range.any("bounds")), step);
    List<FieldPath> paths = paths(field, names);
    FieldPath path = FieldPath.parse(field);
    if (bounds instanceof Bounds.OfPartition && paths.isEmpty()) {
      throw Documents.error(
          5733408,
          "One cannot specify the bounds as 'partition' without specifying a non-empty array of"
              + " partitionByFields. You may have meant to specify 'full' bounds.");
    }
    BsonDocument sort = new BsonDocument();
    if (!(bounds instanceof Bounds.Full)) {
      paths.forEach(each -> sort.append(each.dotted(), new BsonInt32(1)));
    }
    sort.append(path.dotted(), new BsonInt32(1));
    return new SequenceStage(
        "$densify",
        StageTraits.of(StageTraits.Shape.BLOCKING).notIn(StageTraits.Place.CHANGE_STREAM),
        List.of(
            SortStage.parse(sort, scope),
            new DensifyStage(path, partition(paths, scope), step, bounds, scope.order(), spec)),
        new BsonDocument("$densify", spec));
  }

  private static List<String> names(TypedFields fields) {
    BsonArray array = fields.array("partitionByFields");
    List<String> names = new ArrayList<>();
    if (array != null) {
      for (BsonValue name : array) {
        if (!(name instanceof BsonString text)) {
          throw fields.mismatch("partitionByFields", name, "string");
        }
        names.add(text.getValue());
      }
    }
    return names;
  }

  private static void checkRange(TypedFields range) {
    range.checkNames("step", "bounds", "unit");
    range.number("step");
    range.string("unit");
    range.required("step", range.any("step"));
    range.required("bounds", range.any("bounds"));
  }

  /** An object of the partition's fields, at their paths; null where there are none. */
  private static @Nullable Expression partition(List<FieldPath> paths, ParseScope scope) {
    if (paths.isEmpty()) {
      return null;
    }
    BsonDocument object = new BsonDocument();
    for (FieldPath path : paths) {
      object = NestedFields.with(object, path, new BsonString("$" + path.dotted()));
    }
    return scope.expression(object);
  }

  private static Step step(BsonValue step, @Nullable String unit) {
    if (Numbers.compare(step, new BsonInt32(0)) <= 0 || Numbers.isNaN(step)) {
      throw Documents.error(
          5733401,
          "The step parameter in a range statement must be a strictly positive numeric value");
    }
    if (unit == null) {
      return new Step(step, null);
    }
    if (!Numbers.isIntegral(step)) {
      throw Documents.error(
          6586400,
          "The step parameter in a range statement must be a whole number when densifying a date"
              + " range");
    }
    return new Step(step, TimeUnit.named(unit));
  }

  private static Bounds bounds(BsonValue value, Step step) {
    return switch (value) {
      case BsonArray array -> range(array, step);
      case BsonString text ->
          switch (text.getValue()) {
            case "full" -> new Bounds.Full();
            case "partition" -> new Bounds.OfPartition();
            default ->
                throw Documents.error(
                    5946802, "Bounds string must either be 'full' or 'partition'");
          };
      default ->
          throw Documents.error(
              5733404,
              "The bounds in a range statement must be the string 'full', 'partition', or an"
                  + " ascending array of two numbers or two dates");
    };
  }

  private static Bounds range(BsonArray array, Step step) {
    if (array.size() != 2) {
      throw Documents.error(
          5733403, "A bounding array in a range statement must have exactly two elements");
    }
    BsonValue lower = array.get(0);
    BsonValue upper = array.get(1);
    if (ORDER.compare(lower, upper) > 0) {
      throw Documents.error(
          5733402,
          "A bounding array must be an ascending array of either two dates or two numbers");
    }
    if (lower.isNumber()) {
      if (step.unit() != null) {
        throw Documents.error(5733409, "Numeric bounds may not have unit parameter");
      }
      if (!upper.isNumber()) {
        throw Documents.error(
            5733406, "A bounding array must contain either both dates or both numeric types");
      }
      if (lower.getBsonType() != upper.getBsonType()
          || lower.getBsonType() != step.by().getBsonType()) {
        throw Documents.error(
            5876900, "Upper bound, lower bound, and step must all have the same type");
      }
    } else if (lower.isDateTime()) {
      if (!upper.isDateTime()) {
        throw Documents.error(
            5733405, "A bounding array must contain either both dates or both numeric types");
      }
      if (step.unit() == null) {
        throw Documents.error(5733410, "A bounding array of dates must specify a unit");
      }
    } else {
      throw Documents.error(5946800, "Explicit bounds must be numeric or dates");
    }
    return new Bounds.Explicit(lower, upper);
  }

  /** The partition's paths. MongoDB compares names, not paths: "ab" is said to contain "a". */
  private static List<FieldPath> paths(String field, List<String> partitions) {
    List<FieldPath> paths = new ArrayList<>();
    for (String partition : partitions) {
      if (partition.startsWith(field)) {
        throw Documents.error(
            8993000,
            "partitionByFields '"
                + partition
                + "' cannot include field '"
                + field
                + "' that is being densified.");
      }
      if (field.startsWith(partition)) {
        throw Documents.error(
            9554500,
            "field '"
                + field
                + "' that is being densified cannot include partitionByFields '"
                + partition
                + "'.");
      }
      paths.add(FieldPath.parse(partition));
    }
    return paths;
  }
}
