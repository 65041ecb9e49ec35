package dev.meerkat.query.sort;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.Numbers;
import dev.meerkat.values.PathKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * What {@code sort} says: paths, each ascending or descending. Threads: immutable.
 *
 * @param order the order of values under the collation in force
 * @see <a href="https://www.mongodb.com/docs/manual/reference/method/cursor.sort/">Sort</a>
 */
public record SortPattern(List<Part> parts, ValueOrder order) {
  /** Paths that one pattern can name. */
  private static final int MAX_PARTS = 32;

  public SortPattern {
    parts = List.copyOf(parts);
  }

  /** Parses a sort spec of {@code find} or {@code $sort}, with their errors. */
  public static SortPattern parse(BsonDocument spec, ParseScope scope) {
    if (spec.size() > MAX_PARTS) {
      throw new ServerException(ErrorCode.location(13103), "too many compound keys");
    }
    List<Part> parts = new ArrayList<>(spec.size());
    for (Map.Entry<String, BsonValue> field : spec.entrySet()) {
      boolean descending = isDescending(field.getValue());
      parts.add(new PathPart(FieldPath.parse(field.getKey()), descending));
    }
    return new SortPattern(parts, scope.order());
  }

  private static boolean isDescending(BsonValue direction) {
    if (direction.isDocument()) {
      throw refusal(direction.asDocument());
    }
    if (!Numbers.isNumber(direction)) {
      throw new ServerException(
          ErrorCode.location(15974),
          "$sort key ordering must be specified using a number or {$meta: 'textScore'}");
    }
    long sign = Numbers.saturatedLong(direction);
    if (sign != 1 && sign != -1) {
      throw new ServerException(
          ErrorCode.location(15975),
          "$sort key ordering must be 1 (for ascending) or -1 (for descending)");
    }
    return sign < 0;
  }

  /** Metadata is refused: no source of documents attaches any. */
  private static ServerException refusal(BsonDocument spec) {
    BsonValue name = spec.get("$meta");
    if (name == null || !spec.getFirstKey().equals("$meta")) {
      return new ServerException(
          ErrorCode.location(17312), "$meta is the only expression supported by $sort right now");
    }
    if (spec.size() > 1) {
      return new ServerException(
          ErrorCode.FAILED_TO_PARSE, "Cannot have additional keys in a $meta sort specification");
    }
    String metadata = name.isString() ? name.asString().getValue() : "";
    return switch (metadata) {
      case "textScore", "searchScore", "vectorSearchScore", "geoNearDistance", "score" ->
          new ServerException(
              ErrorCode.location(40218),
              "query requires " + metadata + " metadata, but it is not available");
      default -> new ServerException(ErrorCode.location(31138), "Illegal $meta sort: " + name);
    };
  }

  /** Whether nothing is sorted by. */
  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /**
   * Extracts what a document is sorted by; the key may be kept when the document is gone. It is the
   * first of the keys that an index of this pattern would hold.
   */
  public SortKey key(DocumentView document, EvaluationScope scope) {
    FieldPath[] paths = new FieldPath[parts.size()];
    for (int i = 0; i < paths.length; i++) {
      paths[i] = parts.get(i).path();
    }
    LeastKey least = new LeastKey(this);
    new PathKeys(paths, least).find(document);
    return least.toSortKey();
  }

  /** The order of keys that this pattern has extracted. */
  public Comparator<SortKey> keyComparator() {
    boolean[] descending = new boolean[parts.size()];
    for (int i = 0; i < descending.length; i++) {
      descending[i] = parts.get(i).descending();
    }
    return (a, b) -> compare(a.values(), b.values(), descending);
  }

  private int compare(DocumentView a, DocumentView b, boolean[] descending) {
    byte[] arrayA = a.array();
    byte[] arrayB = b.array();
    int elementA = BsonBytes.firstElement(a.offset());
    int elementB = BsonBytes.firstElement(b.offset());
    for (boolean down : descending) {
      // Names are empty: a value stands two bytes after its type.
      int comparison =
          order.compare(
              arrayA[elementA], arrayA, elementA + 2, arrayB[elementB], arrayB, elementB + 2);
      if (comparison != 0) {
        return down ? -comparison : comparison;
      }
      elementA = BsonBytes.nextElement(arrayA, elementA);
      elementB = BsonBytes.nextElement(arrayB, elementB);
    }
    return 0;
  }

  /** Reports the fields that are sorted by. */
  public void dependencies(Dependencies dependencies) {
    for (Part part : parts) {
      dependencies.field(part.path().dotted());
    }
  }

  /** The pattern as it is written. */
  public BsonDocument toBson() {
    BsonDocument pattern = new BsonDocument();
    for (Part part : parts) {
      pattern.append(part.path().dotted(), new BsonInt32(part.descending() ? -1 : 1));
    }
    return pattern;
  }

  /** One component. */
  public sealed interface Part {
    FieldPath path();

    boolean descending();
  }

  /** The values of a path, as an index would hold them. */
  public record PathPart(FieldPath path, boolean descending) implements Part {}
}
