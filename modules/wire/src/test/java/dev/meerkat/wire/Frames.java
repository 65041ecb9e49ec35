package dev.meerkat.wire;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonDocument;

/** Frames for tests. */
final class Frames {
  private Frames() {}

  static DocumentView document(String json) {
    return DocumentView.of(BsonDocument.parse(json));
  }

  static byte[] opMsg(int flags, String body) {
    FrameWriter writer = new FrameWriter();
    writer.opMsg(7, 0, flags, document(body));
    return bytes(writer);
  }

  static byte[] opMsg(int flags, String body, List<DocumentSequence> sequences) {
    FrameWriter writer = new FrameWriter();
    writer.opMsg(new OpMsg(new FrameHeader(0, 7, 0, OpCode.MSG), flags, document(body), sequences));
    return bytes(writer);
  }

  static DocumentSequence sequence(String name, String... documents) {
    byte[] all = new byte[0];
    for (String json : documents) {
      byte[] one = document(json).toBytes();
      int end = all.length;
      all = Arrays.copyOf(all, end + one.length);
      System.arraycopy(one, 0, all, end, one.length);
    }
    return new DocumentSequence(name, all, 0, all.length, documents.length);
  }

  static byte[] opQuery(String namespace, String query) {
    FrameWriter writer = new FrameWriter();
    writer.opQuery(7, 0, namespace, -1, document(query));
    return bytes(writer);
  }

  static byte[] compressed(byte[] frame, Compressor compressor) {
    FrameWriter writer = new FrameWriter();
    writer.putBytes(frame, 0, frame.length);
    writer.compress(compressor);
    return bytes(writer);
  }

  /** A frame of any kind: a right header, then {@code body}. */
  static byte[] frame(int opCode, byte[] body) {
    byte[] frame = new byte[FrameHeader.BYTES + body.length];
    new FrameHeader(frame.length, 7, 0, opCode).write(frame, 0);
    System.arraycopy(body, 0, frame, FrameHeader.BYTES, body.length);
    return frame;
  }

  /** The same frame with an int32 overwritten. */
  static byte[] with(byte[] frame, int offset, int value) {
    byte[] changed = frame.clone();
    BsonBytes.putInt32(changed, offset, value);
    return changed;
  }

  static byte[] bytes(FrameWriter writer) {
    return Arrays.copyOf(writer.array(), writer.length());
  }

  static Message parse(byte[] frame) {
    return Message.parse(FrameHeader.parse(frame, 0), frame, 0);
  }
}
