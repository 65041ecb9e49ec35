package dev.meerkat.engine.querysettings;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import java.util.HashSet;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What was set for the queries of one shape. Threads: immutable.
 *
 * @param hash the shape's
 * @param settings {@code indexHints}, {@code queryFramework}, {@code reject}, {@code comment}
 * @param query the command that it was set for, or null where it was set by the hash alone
 */
public record QuerySetting(String hash, BsonDocument settings, @Nullable BsonDocument query) {
  private static final DocumentSchema SETTINGS =
      DocumentSchema.of(
          "setQuerySettings.settings",
          Field.of("indexHints", BsonBytes.ARRAY, BsonBytes.DOCUMENT),
          Field.string("queryFramework"),
          Field.bool("reject"),
          Field.any("comment"));
  private static final DocumentSchema HINT =
      DocumentSchema.of(
          "setQuerySettings.settings.indexHints",
          Field.document("ns").required(),
          Field.array("allowedIndexes").required());
  private static final DocumentSchema NAMESPACE =
      DocumentSchema.of(
          "setQuerySettings.settings.indexHints.ns", Field.string("db"), Field.string("coll"));
  private static final Set<String> FRAMEWORKS = Set.of("classic", "sbe");

  /** Whether queries of the shape are refused. */
  boolean rejects() {
    return BsonBoolean.TRUE.equals(settings.get("reject"));
  }

  /** The only indexes to use for a collection, names and key patterns, or null for any. */
  @Nullable BsonArray indexes(Namespace namespace) {
    if (!settings.isArray("indexHints")) {
      return null;
    }
    for (BsonValue hint : settings.getArray("indexHints")) {
      BsonDocument ns = hint.asDocument().getDocument("ns");
      if (ns.getString("db").getValue().equals(namespace.database())
          && ns.getString("coll").getValue().equals(namespace.collection())) {
        return hint.asDocument().getArray("allowedIndexes");
      }
    }
    return null;
  }

  /** As {@code $querySettings} shows it. */
  public BsonDocument toBson() {
    BsonDocument document =
        new BsonDocument("queryShapeHash", new BsonString(hash)).append("settings", settings);
    if (query != null) {
      document.append("representativeQuery", query);
    }
    return document;
  }

  static QuerySetting parse(BsonDocument kept) {
    return new QuerySetting(
        kept.getString("queryShapeHash").getValue(),
        kept.getDocument("settings"),
        kept.isDocument("representativeQuery") ? kept.getDocument("representativeQuery") : null);
  }

  /**
   * The settings that are in force when {@code given} come over those that there are.
   *
   * @throws ServerException what is wrong with them, or that nothing would be set
   */
  static BsonDocument merge(BsonDocument before, BsonDocument given) {
    if (given.isEmpty()) {
      throw new ServerException(
          ErrorCode.location(8727502),
          "settings field in setQuerySettings command cannot be empty");
    }
    Fields fields = SETTINGS.parse(DocumentView.of(given));
    String framework = fields.string("queryFramework", "classic");
    if (!FRAMEWORKS.contains(framework)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "Enumeration value '"
              + framework
              + "' for field 'setQuerySettings.settings.queryFramework' is not a valid value.");
    }
    BsonDocument merged = before.clone();
    BsonValue hints = fields.value("indexHints");
    if (hints != null) {
      merged.put("indexHints", checked(hints));
    }
    if (fields.has("queryFramework")) {
      merged.put("queryFramework", new BsonString(framework));
    }
    if (fields.has("reject")) {
      merged.put("reject", BsonBoolean.valueOf(fields.bool("reject", false)));
    }
    if (fields.has("comment")) {
      merged.put("comment", fields.value("comment", new BsonString("")));
    }
    return effective(merged);
  }

  /** Without what changes nothing. */
  private static BsonDocument effective(BsonDocument merged) {
    if (merged.isArray("indexHints") && merged.getArray("indexHints").isEmpty()) {
      merged.remove("indexHints");
    }
    if (BsonBoolean.FALSE.equals(merged.get("reject"))) {
      merged.remove("reject");
    }
    if (!merged.containsKey("indexHints")
        && !merged.containsKey("queryFramework")
        && !merged.containsKey("reject")) {
      throw new ServerException(
          ErrorCode.location(7746604),
          "the resulting settings cannot be empty or contain only default values");
    }
    return merged;
  }

  private static BsonArray checked(BsonValue hints) {
    BsonArray kept = new BsonArray();
    Set<Namespace> namespaces = new HashSet<>();
    for (BsonValue hint : hints.isArray() ? hints.asArray() : BsonArray.parse("[]")) {
      add(hint, namespaces, kept);
    }
    if (hints.isDocument()) {
      add(hints, namespaces, kept);
    }
    return kept;
  }

  private static void add(BsonValue hint, Set<Namespace> namespaces, BsonArray kept) {
    if (!hint.isDocument()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "BSON field 'setQuerySettings.settings.indexHints' holds what is no document");
    }
    Fields fields = HINT.parse(DocumentView.of(hint.asDocument()));
    Fields ns = NAMESPACE.parse(fields.document("ns"));
    if (!ns.has("db")) {
      throw new ServerException(
          ErrorCode.location(8727500), "invalid index hint: 'ns.db' field is missing");
    }
    if (!ns.has("coll")) {
      throw new ServerException(
          ErrorCode.location(8727501), "invalid index hint: 'ns.coll' field is missing");
    }
    if (!namespaces.add(new Namespace(ns.string("db"), ns.string("coll")))) {
      throw new ServerException(
          ErrorCode.location(7746608), "index hints name one collection twice");
    }
    for (BsonValue index : fields.array("allowedIndexes")) {
      if (!index.isString() && !index.isDocument()) {
        throw new ServerException(ErrorCode.FAILED_TO_PARSE, "Hint must be a string or an object");
      }
    }
    if (!fields.array("allowedIndexes").isEmpty()) {
      kept.add(hint);
    }
  }
}
