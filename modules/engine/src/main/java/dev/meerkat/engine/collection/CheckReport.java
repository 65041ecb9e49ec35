package dev.meerkat.engine.collection;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexKeys;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.values.KeyString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;

/** What a check of a collection has found, as validate tells it. Threads: confined to one check. */
public final class CheckReport {
  private static final int MAX_LISTED = 100;

  private final StoredCollection collection;
  private final BsonTimestamp readTimestamp;
  private final Map<CollectionIndex, Findings> indexes = new LinkedHashMap<>();
  private final Set<String> errors = new LinkedHashSet<>();
  private final Set<String> warnings = new LinkedHashSet<>();
  private final List<BsonValue> missing = new ArrayList<>();
  private final List<BsonValue> extra = new ArrayList<>();
  private final BsonArray corrupt = new BsonArray();
  private long documents = -1;
  private long invalid;
  private long nonCompliant;

  private static final class Findings {
    final Set<String> errors = new LinkedHashSet<>();
    long entries;
    boolean missing;
  }

  CheckReport(StoredCollection collection, BsonTimestamp readTimestamp) {
    this.collection = collection;
    this.readTimestamp = readTimestamp;
    collection.source().indexes().forEach(index -> indexes.put(index, new Findings()));
  }

  /** The collection as it was checked. */
  public CollectionEntry entry() {
    return collection.entry();
  }

  /** Whether nothing is wrong. */
  public boolean isValid() {
    return errors.isEmpty() && indexes.values().stream().allMatch(one -> one.errors.isEmpty());
  }

  void documents(long counted) {
    documents = counted;
  }

  void error(String text) {
    errors.add(text);
  }

  void warning(String text) {
    warnings.add(text);
  }

  void corrupt(long recordId) {
    invalid++;
    if (corrupt.size() < MAX_LISTED) {
      corrupt.add(new BsonInt64(recordId));
    }
    error("Detected one or more invalid documents. See corruptRecords.");
  }

  void nonConformant() {
    nonCompliant++;
    warning(
        "Detected one or more documents in this collection not conformant to BSON specifications.");
  }

  void nonCompliant() {
    nonCompliant++;
    warning("Detected one or more documents not compliant with the collection's schema.");
  }

  void entries(CollectionIndex index, long counted) {
    of(index).entries = counted;
  }

  void notMultikey(CollectionIndex index) {
    of(index)
        .errors
        .add("Index " + index.name() + " is not multikey but has documents with several keys");
  }

  boolean hasMissing(CollectionIndex index) {
    return of(index).missing;
  }

  void missing(CollectionIndex index, long recordId, DocumentView document, IndexKeys.Entry entry) {
    of(index).missing = true;
    of(index).errors.add("Index with name '" + index.name() + "' has inconsistencies.");
    BsonValue id = document.get("_id");
    list(
        missing,
        "missing",
        place(index, recordId)
            .append("idKey", id == null ? BsonNull.VALUE : id)
            .append("indexKey", values(index, entry.key(), entry.keyLength(), entry.typeBits())));
  }

  void extra(CollectionIndex index, byte[] key, byte[] typeBits) {
    of(index).errors.add("Index with name '" + index.name() + "' has inconsistencies.");
    int length = KeyString.keyWithoutRecordIdLength(key, key.length);
    list(
        extra,
        "extra",
        place(index, KeyString.decodeRecordId(key, key.length))
            .append("indexKey", values(index, key, length, typeBits)));
  }

  private static BsonDocument place(CollectionIndex index, long recordId) {
    return new BsonDocument("indexName", new BsonString(index.name()))
        .append("recordId", new BsonInt64(recordId));
  }

  private void list(List<BsonValue> entries, String kind, BsonDocument entry) {
    if (entries.size() < MAX_LISTED) {
      entries.add(entry);
    } else {
      error(
          "Not all %s index entry inconsistencies are listed due to size limitations."
              .formatted(kind));
    }
  }

  /** A key's values by the fields of the pattern, or by no names where it has others. */
  private static BsonDocument values(
      CollectionIndex index, byte[] key, int keyLength, byte[] typeBits) {
    List<BsonValue> values =
        index.collation().isSimple()
            ? KeyString.decode(key, keyLength, typeBits, index.ordering())
            : KeyString.decodeCollated(key, keyLength, typeBits, index.ordering());
    Iterator<String> names = index.definition().keyPattern().keySet().iterator();
    boolean fits = values.size() == index.definition().keyPattern().size();
    BsonDocument document = new BsonDocument();
    for (int i = 0; i < values.size(); i++) {
      document.append(fits ? names.next() : Integer.toString(i), values.get(i));
    }
    return document;
  }

  private Findings of(CollectionIndex index) {
    return indexes.computeIfAbsent(index, _ -> new Findings());
  }

  /**
   * What the command answers.
   *
   * @param repair what was allowed
   * @param done what has been mended before this check
   */
  public BsonDocument toBson(CheckOptions.Repair repair, Repairs done) {
    BsonDocument reply =
        new BsonDocument("valid", BsonBoolean.valueOf(isValid()))
            .append("repaired", BsonBoolean.valueOf(!done.isNothing()))
            .append("repairMode", new BsonString(repair.wireName()))
            .append("readTimestamp", readTimestamp)
            .append("ns", new BsonString(collection.namespace().fullName()))
            .append("uuid", new BsonBinary(collection.entry().uuid()))
            .append("warnings", strings(done.warnings(collection.entry().uuid()), warnings))
            .append("errors", strings(errors, indexErrors()))
            .append("extraIndexEntries", new BsonArray(extra))
            .append("missingIndexEntries", new BsonArray(missing));
    if (documents >= 0) {
      reply
          .append("nInvalidDocuments", number(invalid))
          .append("nNonCompliantDocuments", number(nonCompliant))
          .append("nrecords", number(documents));
    }
    reply.append("corruptRecords", corrupt);
    appendIndexes(reply);
    done.appendTo(reply);
    return reply;
  }

  private List<String> indexErrors() {
    List<String> texts = new ArrayList<>();
    indexes.forEach(
        (index, findings) -> {
          if (!findings.errors.isEmpty()) {
            texts.add("Found errors in " + index.name());
          }
        });
    return texts;
  }

  private void appendIndexes(BsonDocument reply) {
    BsonDocument keys = new BsonDocument();
    BsonDocument details = new BsonDocument();
    indexes.forEach(
        (index, findings) -> {
          keys.append(index.name(), number(findings.entries));
          BsonDocument detail =
              new BsonDocument("valid", BsonBoolean.valueOf(findings.errors.isEmpty()))
                  .append("spec", specOf(index));
          if (!findings.errors.isEmpty()) {
            detail.append("errors", strings(findings.errors, List.of()));
          }
          details.append(index.name(), detail);
        });
    reply
        .append("nIndexes", number(indexes.size()))
        .append("keysPerIndex", keys)
        .append("indexDetails", details);
  }

  private BsonDocument specOf(CollectionIndex index) {
    var entry = collection.entry().index(index.name());
    return entry == null ? index.definition().spec() : entry.spec();
  }

  private static BsonArray strings(Iterable<String> first, Iterable<String> then) {
    BsonArray array = new BsonArray();
    first.forEach(text -> array.add(new BsonString(text)));
    then.forEach(text -> array.add(new BsonString(text)));
    return array;
  }

  private static BsonValue number(long value) {
    return value == (int) value ? new BsonInt32((int) value) : new BsonInt64(value);
  }
}
