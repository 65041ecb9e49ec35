package dev.meerkat.engine.collection;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonInt64;

/**
 * How much of a collection has been mended. Threads: immutable.
 *
 * @param multikey indexes that have become multikey, or are so in more of their fields
 * @param recounted whether counts were wrong
 */
public record Repairs(
    long corrupt, long extra, long missing, long moved, long multikey, boolean recounted) {
  /** Nothing was wrong. */
  public static final Repairs NOTHING = new Repairs(0, 0, 0, 0, 0, false);

  boolean isNothing() {
    return equals(NOTHING);
  }

  Repairs plus(Repairs more) {
    return new Repairs(
        corrupt + more.corrupt,
        extra + more.extra,
        missing + more.missing,
        moved + more.moved,
        multikey + more.multikey,
        recounted || more.recounted);
  }

  List<String> warnings(UUID collection) {
    List<String> warnings = new ArrayList<>();
    if (corrupt > 0) {
      warnings.add("Removed " + corrupt + " invalid documents.");
    }
    if (extra > 0) {
      warnings.add("Removed " + extra + " extra index entries.");
    }
    if (missing > 0) {
      warnings.add("Inserted " + missing + " missing index entries.");
    }
    if (moved > 0) {
      warnings.add(
          "Removed "
              + moved
              + " duplicate documents to resolve missing index entries. Removed documents can be"
              + " found in 'local.lost_and_found."
              + collection
              + "'.");
    }
    if (multikey > 0) {
      warnings.add("Set " + multikey + " indexes to multikey.");
    }
    if (recounted) {
      warnings.add("Corrected the counts of records and of their bytes.");
    }
    return warnings;
  }

  void appendTo(BsonDocument reply) {
    if (!isNothing()) {
      reply
          .append("numRemovedCorruptRecords", new BsonInt64(corrupt))
          .append("numRemovedExtraIndexEntries", new BsonInt64(extra))
          .append("numInsertedMissingIndexEntries", new BsonInt64(missing))
          .append("numDocumentsMovedToLostAndFound", new BsonInt64(moved))
          .append("numOutdatedMissingIndexEntry", new BsonInt64(0));
    }
  }
}
