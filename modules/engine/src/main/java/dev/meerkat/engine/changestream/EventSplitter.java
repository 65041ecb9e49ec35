package dev.meerkat.engine.changestream;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Splits events that are larger than a document may be by their fields. The same event is always
 * split in the same way, so that a client goes on after any part. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/changeStreamSplitLargeEvent/">$changeStreamSplitLargeEvent</a>
 */
final class EventSplitter {
  private static final byte[] ID = BsonBytes.nameBytes("_id");

  /** Bytes that {@code splitEvent} and the token's own number take beyond the token's. */
  private static final int OVERHEAD = 128;

  private EventSplitter() {}

  private record Part(int element, int size) {}

  /**
   * The parts of an event.
   *
   * @param after the number of the last part that the client has, or -1
   */
  static List<DocumentView> split(DocumentView event, int after) {
    byte[] array = event.array();
    int id = event.find(ID);
    ResumeToken token =
        ResumeToken.parse(BsonBytes.decodeDocument(array, BsonBytes.valueOffset(array, id)));
    int room = Limits.MAX_DOCUMENT_BYTES - OVERHEAD - 2 * (BsonBytes.nextElement(array, id) - id);
    List<List<Part>> groups = group(event, id, room);
    List<DocumentView> parts = new ArrayList<>();
    for (int i = after + 1; i < groups.size(); i++) {
      parts.add(part(array, groups.get(i), token.withFragment(i), i + 1, groups.size()));
    }
    return parts;
  }

  /** Small fields come first, so that those who want no documents need not wait for them. */
  private static List<List<Part>> group(DocumentView event, int id, int room) {
    List<Part> fields = new ArrayList<>();
    byte[] array = event.array();
    for (int element = event.offset() + 4; array[element] != BsonBytes.END; ) {
      int next = BsonBytes.nextElement(array, element);
      if (element != id) {
        fields.add(new Part(element, next - element));
      }
      element = next;
    }
    fields.sort(Comparator.comparingInt(Part::size));
    List<List<Part>> groups = new ArrayList<>();
    int left = 0;
    for (Part field : fields) {
      if (field.size() > room) {
        throw new ServerException(
            ErrorCode.BSON_OBJECT_TOO_LARGE,
            "Splitting change event failed: field '"
                + BsonBytes.name(array, field.element())
                + "' of "
                + field.size()
                + " bytes exceeds the greatest size of a fragment");
      }
      if (groups.isEmpty() || field.size() > left) {
        groups.add(new ArrayList<>());
        left = room;
      }
      groups.getLast().add(field);
      left -= field.size();
    }
    return groups;
  }

  private static DocumentView part(
      byte[] array, List<Part> fields, ResumeToken token, int number, int of) {
    DocumentBuilder part = new DocumentBuilder(1024);
    part.append("_id", token.toBson());
    part.beginDocument("splitEvent").appendInt32("fragment", number).appendInt32("of", of).end();
    for (Part field : fields) {
      part.appendElement(array, field.element());
    }
    return DocumentView.of(part.toBytes());
  }
}
