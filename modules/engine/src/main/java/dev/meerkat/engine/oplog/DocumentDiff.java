package dev.meerkat.engine.oplog;

import dev.meerkat.query.update.ChangeShape;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What makes one document of another, as the {@code diff} of an oplog entry. Of a document: {@code
 * d} names fields that go, {@code u} has values of fields that stay in their place (or come last,
 * where there were none), {@code i} has fields that come last, and {@code s<field>} is the diff of
 * a document or array within. Of an array: {@code a: true}, {@code l} the length where it is
 * shorter, {@code u<n>} an element, {@code s<n>} the diff of one. Values are compared as bytes.
 * Threads: confined to one operation.
 */
final class DocumentDiff {
  private static final byte[] DELETED = BsonBytes.nameBytes("d");
  private static final byte[] UPDATED = BsonBytes.nameBytes("u");
  private static final byte[] INSERTED = BsonBytes.nameBytes("i");
  private static final byte[] IS_ARRAY = BsonBytes.nameBytes("a");
  private static final byte[] LENGTH = BsonBytes.nameBytes("l");

  /** Names that are looked for one by one before a set of all is made. */
  private static final int FEW = 16;

  private final byte[] before;
  private final byte[] after;

  /** Fields that have no counterpart where they stand. */
  private Offsets skipped = Offsets.NONE;

  private Offsets deleted = Offsets.NONE;
  private Offsets inserted = Offsets.NONE;

  /** Fields whose values differ, before and after in turns. */
  private Offsets pairs = Offsets.NONE;

  private DocumentDiff(byte[] before, byte[] after) {
    this.before = before;
    this.after = after;
  }

  /**
   * Writes the fields of the diff into the open document of {@code out}.
   *
   * @param touched what was changed, told whole where it is a leaf; or null to find out everything
   * @return false where there is no diff, because a name stands twice in a document; what has been
   *     written is to be forgotten
   */
  static boolean write(
      DocumentView before,
      DocumentView after,
      ChangeShape.@Nullable Below touched,
      DocumentBuilder out) {
    return new DocumentDiff(before.array(), after.array())
        .document(before.offset(), after.offset(), touched, out);
  }

  private boolean document(
      int beforeAt, int afterAt, ChangeShape.@Nullable Below touched, DocumentBuilder out) {
    int old = BsonBytes.firstElement(beforeAt);
    int fresh = BsonBytes.firstElement(afterAt);
    boolean inOrder = true;
    while (after[fresh] != BsonBytes.END) {
      int found = inOrder ? find(before, old, after, fresh) : -1;
      if (found < 0) {
        // A field cannot be put between others: this one and all behind it come last.
        inOrder = false;
        inserted = inserted.with(fresh);
      } else {
        for (; old != found; old = BsonBytes.nextElement(before, old)) {
          skipped = skipped.with(old);
        }
        compare(old, fresh);
        old = BsonBytes.nextElement(before, old);
      }
      fresh = BsonBytes.nextElement(after, fresh);
    }
    for (; before[old] != BsonBytes.END; old = BsonBytes.nextElement(before, old)) {
      skipped = skipped.with(old);
    }
    if (skipped.size > 0) {
      Names names = new Names(afterAt);
      for (int i = 0; i < skipped.size; i++) {
        if (!names.contains(before, skipped.at(i))) {
          deleted = deleted.with(skipped.at(i));
        }
      }
    }
    return isUnique(beforeAt, afterAt) && write(touched, out);
  }

  private void compare(int old, int fresh) {
    int oldLength = BsonBytes.nextElement(before, old) - old;
    int freshLength = BsonBytes.nextElement(after, fresh) - fresh;
    if (!Arrays.equals(before, old, old + oldLength, after, fresh, fresh + freshLength)) {
      pairs = pairs.with(old);
      pairs = pairs.with(fresh);
    }
  }

  private boolean write(ChangeShape.@Nullable Below touched, DocumentBuilder out) {
    int count = pairs.size / 2;
    // Most changes are of plain values, which are told whole.
    byte[][] within = null;
    int whole = 0;
    for (int i = 0; i < count; i++) {
      int fresh = pairs.at(2 * i + 1);
      byte[] sub =
          within(
              pairs.at(2 * i),
              fresh,
              touched == null || !isContainer(fresh) ? null : below(touched, fresh),
              touched == null);
      if (sub == null) {
        whole++;
      } else {
        within = within == null ? new byte[count][] : within;
        within[i] = sub;
      }
    }
    if (deleted.size > 0) {
      out.beginDocument(DELETED);
      for (int i = 0; i < deleted.size; i++) {
        out.appendBoolean(name(before, deleted.at(i)), false);
      }
      out.end();
    }
    if (whole > 0) {
      out.beginDocument(UPDATED);
      for (int i = 0; i < count; i++) {
        if (within == null || within[i] == null) {
          out.appendElement(after, pairs.at(2 * i + 1));
        }
      }
      out.end();
    }
    if (inserted.size > 0) {
      out.beginDocument(INSERTED);
      for (int i = 0; i < inserted.size; i++) {
        out.appendElement(after, inserted.at(i));
      }
      out.end();
    }
    for (int i = 0; within != null && i < count; i++) {
      if (within[i] != null) {
        appendWithin(name(after, pairs.at(2 * i + 1)), within[i], out);
      }
    }
    return true;
  }

  private boolean isContainer(int fresh) {
    return after[fresh] == BsonBytes.DOCUMENT || after[fresh] == BsonBytes.ARRAY;
  }

  private ChangeShape.@Nullable Touched below(ChangeShape.Below touched, int fresh) {
    return touched.below(BsonBytes.name(after, fresh));
  }

  private static void appendWithin(byte[] name, byte[] diff, DocumentBuilder out) {
    byte[] prefixed = new byte[name.length + 1];
    prefixed[0] = 's';
    System.arraycopy(name, 0, prefixed, 1, name.length);
    out.appendDocument(prefixed, DocumentView.of(diff));
  }

  /**
   * The diff within two values, or null where the value is to be told whole.
   *
   * @param free whether everything is to be found out; otherwise {@code touched} says how far
   */
  private byte @Nullable [] within(
      int old, int fresh, ChangeShape.@Nullable Touched touched, boolean free) {
    byte type = after[fresh];
    if (before[old] != type || !isContainer(fresh)) {
      return null;
    }
    ChangeShape.Kind kind = touched == null ? ChangeShape.Kind.WHOLE : touched.kind();
    if (!free && kind == ChangeShape.Kind.WHOLE) {
      return null;
    }
    int oldValue = BsonBytes.valueOffset(before, old);
    int freshValue = BsonBytes.valueOffset(after, fresh);
    DocumentBuilder out = new DocumentBuilder(64);
    boolean made =
        type == BsonBytes.DOCUMENT
            ? new DocumentDiff(before, after)
                .document(oldValue, freshValue, free ? null : touched, out)
            : array(oldValue, freshValue, free ? null : touched, out);
    if (!made || free && out.size() >= BsonBytes.int32(after, freshValue)) {
      return null;
    }
    return out.toBytes();
  }

  private boolean array(
      int beforeAt, int afterAt, ChangeShape.@Nullable Below touched, DocumentBuilder out) {
    int old = BsonBytes.firstElement(beforeAt);
    int fresh = BsonBytes.firstElement(afterAt);
    int index = 0;
    out.appendBoolean(IS_ARRAY, true);
    int mark = out.mark();
    int length = length(fresh);
    if (before[old] != BsonBytes.END && length < length(before, old)) {
      out.appendInt32(LENGTH, length);
    }
    while (after[fresh] != BsonBytes.END) {
      boolean isNew = before[old] == BsonBytes.END;
      if (isNew || !isSameElement(old, fresh)) {
        element(isNew ? -1 : old, fresh, index, touched, out);
      }
      old = isNew ? old : BsonBytes.nextElement(before, old);
      fresh = BsonBytes.nextElement(after, fresh);
      index++;
    }
    return out.mark() > mark;
  }

  private void element(
      int old, int fresh, int index, ChangeShape.@Nullable Below touched, DocumentBuilder out) {
    byte[] number = BsonBytes.nameBytes(Integer.toString(index));
    ChangeShape.@Nullable Touched below =
        touched == null ? null : touched.below(Integer.toString(index));
    byte[] sub = old < 0 ? null : within(old, fresh, below, touched == null);
    if (sub != null) {
      appendWithin(number, sub, out);
      return;
    }
    byte[] name = new byte[number.length + 1];
    name[0] = 'u';
    System.arraycopy(number, 0, name, 1, number.length);
    int value = BsonBytes.valueOffset(after, fresh);
    out.appendRaw(
        name, after[fresh], after, value, BsonBytes.valueSize(after, after[fresh], value));
  }

  /** Elements of arrays are told by their places, whatever their names are. */
  private boolean isSameElement(int old, int fresh) {
    if (before[old] != after[fresh]) {
      return false;
    }
    int oldValue = BsonBytes.valueOffset(before, old);
    int freshValue = BsonBytes.valueOffset(after, fresh);
    return Arrays.equals(
        before,
        oldValue,
        oldValue + BsonBytes.valueSize(before, before[old], oldValue),
        after,
        freshValue,
        freshValue + BsonBytes.valueSize(after, after[fresh], freshValue));
  }

  private int length(int element) {
    return length(after, element);
  }

  private static int length(byte[] array, int element) {
    int length = 0;
    for (int at = element; array[at] != BsonBytes.END; at = BsonBytes.nextElement(array, at)) {
      length++;
    }
    return length;
  }

  /** Whether each name that the diff would tell means one field, before and after. */
  private boolean isUnique(int beforeAt, int afterAt) {
    int told = deleted.size + inserted.size + pairs.size / 2;
    if (told == 0) {
      return true;
    }
    if (told > FEW) {
      return isAllUnique(before, beforeAt) && isAllUnique(after, afterAt);
    }
    for (int i = 0; i < deleted.size; i++) {
      if (isTwice(before, deleted.at(i), beforeAt, afterAt)) {
        return false;
      }
    }
    for (int i = 0; i < inserted.size; i++) {
      if (isTwice(after, inserted.at(i), beforeAt, afterAt)) {
        return false;
      }
    }
    for (int i = 1; i < pairs.size; i += 2) {
      if (isTwice(after, pairs.at(i), beforeAt, afterAt)) {
        return false;
      }
    }
    return true;
  }

  private boolean isTwice(byte[] array, int element, int beforeAt, int afterAt) {
    return isTwice(before, beforeAt, array, element) || isTwice(after, afterAt, array, element);
  }

  private static boolean isTwice(byte[] in, int documentAt, byte[] array, int element) {
    int first = find(in, BsonBytes.firstElement(documentAt), array, element);
    return first >= 0 && find(in, BsonBytes.nextElement(in, first), array, element) >= 0;
  }

  private static boolean isAllUnique(byte[] array, int documentAt) {
    Set<String> names = new HashSet<>();
    int element = BsonBytes.firstElement(documentAt);
    while (array[element] != BsonBytes.END) {
      if (!names.add(BsonBytes.name(array, element))) {
        return false;
      }
      element = BsonBytes.nextElement(array, element);
    }
    return true;
  }

  /** The first element at {@code from} or behind it with the name of another; or -1. */
  private static int find(byte[] in, int from, byte[] array, int element) {
    for (int at = from; in[at] != BsonBytes.END; at = BsonBytes.nextElement(in, at)) {
      if (isSameName(in, at, array, element)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isSameName(byte[] a, int elementA, byte[] b, int elementB) {
    int i = elementA + 1;
    int j = elementB + 1;
    while (a[i] == b[j]) {
      if (a[i] == 0) {
        return true;
      }
      i++;
      j++;
    }
    return false;
  }

  private static byte[] name(byte[] array, int element) {
    return Arrays.copyOfRange(array, element + 1, BsonBytes.valueOffset(array, element) - 1);
  }

  /** The names of a document's fields: looked for one by one, and in a set from some number on. */
  private final class Names {
    private final int documentAt;
    private int asked;
    private @Nullable Set<String> all;

    Names(int documentAt) {
      this.documentAt = documentAt;
    }

    boolean contains(byte[] array, int element) {
      if (++asked <= FEW) {
        return find(after, BsonBytes.firstElement(documentAt), array, element) >= 0;
      }
      Set<String> names = all;
      if (names == null) {
        names = new HashSet<>();
        int at = BsonBytes.firstElement(documentAt);
        while (after[at] != BsonBytes.END) {
          names.add(BsonBytes.name(after, at));
          at = BsonBytes.nextElement(after, at);
        }
        all = names;
      }
      return names.contains(BsonBytes.name(array, element));
    }
  }

  /** Elements by their offsets. */
  private static final class Offsets {
    /** Most lists have none. */
    static final Offsets NONE = new Offsets(0);

    private int[] offsets;
    private int size;

    private Offsets(int capacity) {
      offsets = new int[capacity];
    }

    /** This list with one more, which is another where this is {@link #NONE}. */
    Offsets with(int offset) {
      Offsets list = this == NONE ? new Offsets(2) : this;
      if (list.size == list.offsets.length) {
        list.offsets = Arrays.copyOf(list.offsets, list.size * 2);
      }
      list.offsets[list.size++] = offset;
      return list;
    }

    int at(int index) {
      return offsets[index];
    }
  }
}
