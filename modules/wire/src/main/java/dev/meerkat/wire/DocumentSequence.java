package dev.meerkat.wire;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import java.util.ArrayList;
import java.util.List;

/**
 * The documents of one OP_MSG section of kind 1, which stand for an array field of the command.
 * Threads: immutable.
 *
 * @param name the field, for example {@code documents} of an insert
 * @param array the frame's bytes
 * @param offset where the first document begins
 * @param length bytes of all documents together
 * @param count documents
 */
public record DocumentSequence(String name, byte[] array, int offset, int length, int count) {

  /** A view of each document, in order. */
  public List<DocumentView> documents() {
    List<DocumentView> documents = new ArrayList<>(count);
    int position = offset;
    for (int i = 0; i < count; i++) {
      int size = BsonBytes.int32(array, position);
      documents.add(DocumentView.borrowed(array, position));
      position += size;
    }
    return documents;
  }

  static DocumentSequence parse(FrameSlice section) {
    String name = section.cString();
    int offset = section.position();
    int count = 0;
    while (section.remaining() > 0) {
      section.skipDocument();
      count++;
    }
    return new DocumentSequence(name, section.array(), offset, section.position() - offset, count);
  }
}
