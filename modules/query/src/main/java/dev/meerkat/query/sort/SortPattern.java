package dev.meerkat.query.sort;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
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
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
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

  private static final byte[] NO_NAME = {};

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
      parts.add(
          field.getValue() instanceof BsonDocument metadata
              ? metadataPart(field.getKey(), metadata, scope)
              : pathPart(field.getKey(), field.getValue()));
    }
    return new SortPattern(parts, scope.order());
  }

  private static Part pathPart(String path, BsonValue direction) {
    boolean descending = isDescending(direction);
    return new PathPart(FieldPath.parse(path), descending);
  }

  private static boolean isDescending(BsonValue direction) {
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

  private static Part metadataPart(String path, BsonDocument spec, ParseScope scope) {
    BsonValue name = spec.get("$meta");
    if (name == null || !spec.getFirstKey().equals("$meta")) {
      throw new ServerException(
          ErrorCode.location(17312), "$meta is the only expression supported by $sort right now");
    }
    if (spec.size() > 1) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE, "Cannot have additional keys in a $meta sort specification");
    }
    String metadata = name.isString() ? name.asString().getValue() : "";
    switch (metadata) {
      case "textScore", "searchScore", "vectorSearchScore", "geoNearDistance", "score" -> {
        if (!scope.isMetadataAvailable(metadata)) {
          throw new ServerException(
              ErrorCode.location(40218),
              "query requires " + metadata + " metadata, but it is not available");
        }
      }
      default ->
          throw new ServerException(ErrorCode.location(31138), "Illegal $meta sort: " + name);
    }
    return new MetadataPart(FieldPath.parse(path), metadata);
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
    if (isByMetadata()) {
      return keyWithMetadata(document, scope);
    }
    LeastKey least = new LeastKey(this);
    new PathKeys(paths(), least).find(document);
    return least.toSortKey();
  }

  /** As {@link #key}, for many documents. */
  public SortKeyReader reader() {
    return new SortKeyReader(this);
  }

  boolean isByMetadata() {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof MetadataPart) {
        return true;
      }
    }
    return false;
  }

  FieldPath[] paths() {
    FieldPath[] paths = new FieldPath[parts.size()];
    for (int i = 0; i < paths.length; i++) {
      paths[i] = parts.get(i).path();
    }
    return paths;
  }

  SortKey keyWithMetadata(DocumentView document, EvaluationScope scope) {
    BsonDocument metadata = document.metadata();
    List<Part> plain = parts.stream().filter(part -> part instanceof PathPart).toList();
    BsonArray values =
        plain.isEmpty()
            ? new BsonArray()
            : new SortPattern(plain, order).key(document, scope).toBson();
    DocumentBuilder key = new DocumentBuilder(64);
    int next = 0;
    for (Part part : parts) {
      BsonValue value =
          part instanceof MetadataPart own
              ? metadata == null ? null : metadata.get(own.metadata)
              : values.get(next++);
      key.append(NO_NAME, value == null ? BsonNull.VALUE : value);
    }
    return new SortKey(key.toView());
  }

  /** The order of keys that this pattern has extracted. */
  public Comparator<SortKey> keyComparator() {
    boolean[] descending = descending();
    return (a, b) -> compare(a.values(), b.values(), descending);
  }

  boolean[] descending() {
    boolean[] descending = new boolean[parts.size()];
    for (int i = 0; i < descending.length; i++) {
      descending[i] = parts.get(i).descending();
    }
    return descending;
  }

  int compare(DocumentView a, DocumentView b, boolean[] descending) {
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
      if (part instanceof MetadataPart) {
        dependencies.wholeDocument();
      } else {
        dependencies.field(part.path().dotted());
      }
    }
  }

  /** The pattern as it is written. */
  public BsonDocument toBson() {
    BsonDocument pattern = new BsonDocument();
    for (Part part : parts) {
      pattern.append(
          part.path().dotted(),
          part instanceof MetadataPart own
              ? new BsonDocument("$meta", new BsonString(own.metadata))
              : new BsonInt32(part.descending() ? -1 : 1));
    }
    return pattern;
  }

  /** One component. */
  public sealed interface Part {
    FieldPath path();

    boolean descending();
  }

  /** What is known of documents beside their fields, the greatest first. */
  public record MetadataPart(FieldPath path, String metadata) implements Part {
    @Override
    public boolean descending() {
      return true;
    }
  }

  /** The values of a path, as an index would hold them. */
  public record PathPart(FieldPath path, boolean descending) implements Part {}
}
