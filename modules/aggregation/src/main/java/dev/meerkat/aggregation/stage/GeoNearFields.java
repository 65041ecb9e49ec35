package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.values.FieldPath;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonValue;

/**
 * Writes into documents how far away they are, and which of their places it is, as {@code $geoNear}
 * wants it. Threads: confined to one operation.
 */
final class GeoNearFields {
  private final GeoNearSpec spec;
  private final DocumentBuilder first = new DocumentBuilder(512);
  private final DocumentBuilder second = new DocumentBuilder(512);

  GeoNearFields(GeoNearSpec spec) {
    this.spec = spec;
  }

  /** Valid until the next call. */
  DocumentView written(DocumentView document) {
    BsonDocument metadata = document.metadata();
    FieldPath distanceField = spec.distanceField();
    FieldPath placeField = spec.includeLocs();
    if (metadata == null) {
      return document;
    }
    DocumentView written = document;
    if (distanceField != null) {
      double distance =
          metadata.getDouble("geoNearDistance").getValue() * spec.distanceMultiplier();
      NestedFields.write(written, distanceField, new BsonDouble(distance), first.clear());
      written = first.toView();
    }
    BsonValue place = metadata.get("geoNearPoint");
    if (placeField != null && place != null) {
      NestedFields.write(written, placeField, place, second.clear());
      written = second.toView();
    }
    return written;
  }
}
