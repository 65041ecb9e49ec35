package dev.meerkat.engine.index;

import dev.meerkat.spi.index.KeySink;
import dev.meerkat.values.KeyStringBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one document in one index: encoded keys, each once, ending with the document's
 * record id. Threads: confined to one operation.
 */
public final class IndexKeys implements KeySink {
  private static final int LINEAR_SEARCH_LIMIT = 8;

  private final KeyStringBuilder builder;
  private final long descending;
  private final long recordId;
  private final List<Entry> entries = new ArrayList<>(1);
  private @Nullable TreeSet<byte[]> seen;
  private int component;
  private long multikey;
  private @Nullable Set<String> arrayPaths;

  /**
   * One entry.
   *
   * @param key components, then the record id
   * @param keyLength bytes of the components alone
   * @param typeBits what decoding needs besides the key
   */
  public record Entry(byte[] key, int keyLength, byte[] typeBits) {}

  IndexKeys(KeyStringBuilder builder, long descending, long recordId) {
    this.builder = builder;
    this.descending = descending;
    this.recordId = recordId;
    builder.clear();
  }

  public List<Entry> entries() {
    return entries;
  }

  /** Where the document has arrays. */
  public Multikey multikey() {
    if (multikey == 0 && arrayPaths == null) {
      return Multikey.NONE;
    }
    return new Multikey(multikey, arrayPaths == null ? Set.of() : arrayPaths);
  }

  /** The entries of this document version that the other version lacks. */
  public List<Entry> without(IndexKeys other) {
    if (other.entries.isEmpty() || entries.isEmpty()) {
      return entries;
    }
    return entries.size() == 1 && other.entries.size() == 1
        ? isSameKey(entries.getFirst(), other.entries.getFirst()) ? List.of() : entries
        : withoutAny(other);
  }

  private List<Entry> withoutAny(IndexKeys other) {
    TreeSet<byte[]> theirs = new TreeSet<>(Arrays::compareUnsigned);
    for (Entry entry : other.entries) {
      theirs.add(entry.key());
    }
    List<Entry> rest = new ArrayList<>();
    for (Entry entry : entries) {
      if (!theirs.contains(entry.key())) {
        rest.add(entry);
      }
    }
    return rest;
  }

  private static boolean isSameKey(Entry a, Entry b) {
    return Arrays.equals(a.key(), b.key());
  }

  @Override
  public void append(byte type, byte[] array, int offset) {
    builder.append(type, array, offset, nextDescending());
  }

  @Override
  public void append(BsonValue value) {
    builder.append(value, nextDescending());
  }

  @Override
  public void appendNull() {
    builder.appendNull(nextDescending());
  }

  @Override
  public void appendUndefined() {
    builder.appendUndefined(nextDescending());
  }

  @Override
  public void appendPlain(String text) {
    builder.appendPlain(text, nextDescending());
  }

  @Override
  public void arrayAt(String path) {
    if (arrayPaths == null) {
      arrayPaths = new HashSet<>();
    }
    arrayPaths.add(path);
  }

  @Override
  public void multikey(int component) {
    multikey |= 1L << component;
  }

  @Override
  public void endKey() {
    int keyLength = builder.length();
    builder.appendRecordId(recordId);
    byte[] key = builder.toKey();
    if (isNew(key)) {
      entries.add(new Entry(key, keyLength, builder.typeBits()));
    }
    builder.clear();
    component = 0;
  }

  private boolean isNew(byte[] key) {
    if (entries.size() < LINEAR_SEARCH_LIMIT) {
      for (Entry entry : entries) {
        if (Arrays.equals(entry.key(), key)) {
          return false;
        }
      }
      return true;
    }
    if (seen == null) {
      seen = new TreeSet<>(Arrays::compareUnsigned);
      for (Entry entry : entries) {
        seen.add(entry.key());
      }
    }
    return seen.add(key);
  }

  private boolean nextDescending() {
    return (descending >>> component++ & 1) != 0;
  }
}
