package dev.meerkat.wire;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.SpareArrays;
import java.util.Arrays;

/**
 * Writes messages into one growing buffer that is used again and again. Threads: confined to one
 * connection.
 */
public final class FrameWriter {
  private static final int INITIAL_BYTES = 1024;

  private byte[] buffer = new byte[INITIAL_BYTES];
  private int position;

  public FrameWriter() {}

  public byte[] array() {
    return buffer;
  }

  /** Bytes written since {@link #clear()}, from the array's beginning. */
  public int length() {
    return position;
  }

  /** Forgets everything written; what one large reply has blown up is left to others. */
  public void clear() {
    position = 0;
    if (buffer.length > SpareArrays.SMALL_BYTES) {
      SpareArrays.shared().give(buffer);
      buffer = new byte[INITIAL_BYTES];
    }
  }

  /** Appends an OP_MSG; its checksum is computed where the flags ask for one. */
  public void opMsg(int requestId, int responseTo, int flags, DocumentView body) {
    int start = begin(requestId, responseTo, OpCode.MSG);
    putInt32(flags);
    putByte(0);
    putBytes(body.array(), body.offset(), body.length());
    finishMsg(start, flags);
  }

  /**
   * Appends an OP_MSG without its body, which the caller sends right behind it: a large one need
   * not be copied for that.
   *
   * @param flags without a checksum, which would cover the body
   */
  public void opMsgBeforeBody(int requestId, int responseTo, int flags, int bodyLength) {
    int start = begin(requestId, responseTo, OpCode.MSG);
    putInt32(flags);
    putByte(0);
    BsonBytes.putInt32(buffer, start, position - start + bodyLength);
  }

  /** Appends an OP_MSG with document sequences. */
  public void opMsg(OpMsg message) {
    FrameHeader header = message.header();
    int start = begin(header.requestId(), header.responseTo(), OpCode.MSG);
    putInt32(message.flags());
    putByte(0);
    putBytes(message.body().array(), message.body().offset(), message.body().length());
    for (DocumentSequence sequence : message.sequences()) {
      byte[] name = BsonBytes.nameBytes(sequence.name());
      putByte(1);
      putInt32(Integer.BYTES + name.length + 1 + sequence.length());
      putBytes(name, 0, name.length);
      putByte(0);
      putBytes(sequence.array(), sequence.offset(), sequence.length());
    }
    finishMsg(start, message.flags());
  }

  /** Appends an OP_REPLY of one document. */
  public void opReply(int requestId, int responseTo, int flags, DocumentView document) {
    int start = begin(requestId, responseTo, OpCode.REPLY);
    putInt32(flags);
    putInt64(0);
    putInt32(0);
    putInt32(1);
    putBytes(document.array(), document.offset(), document.length());
    finish(start);
  }

  /** Appends an OP_QUERY of one document. */
  public void opQuery(int requestId, int flags, String namespace, int limit, DocumentView query) {
    int start = begin(requestId, 0, OpCode.QUERY);
    putInt32(flags);
    byte[] name = BsonBytes.nameBytes(namespace);
    putBytes(name, 0, name.length);
    putByte(0);
    putInt32(0);
    putInt32(limit);
    putBytes(query.array(), query.offset(), query.length());
    finish(start);
  }

  /** Replaces everything written, which is one frame, by that frame compressed. */
  public void compress(Compressor compressor) {
    byte[] plain = Arrays.copyOf(buffer, position);
    FrameHeader header = FrameHeader.parse(plain, 0);
    position = 0;
    int start = begin(header.requestId(), header.responseTo(), OpCode.COMPRESSED);
    putInt32(header.opCode());
    putInt32(plain.length - FrameHeader.BYTES);
    putByte(compressor.id());
    compressor.compress(plain, FrameHeader.BYTES, plain.length - FrameHeader.BYTES, this);
    finish(start);
  }

  void putBytes(byte[] bytes, int offset, int length) {
    ensure(length);
    System.arraycopy(bytes, offset, buffer, position, length);
    position += length;
  }

  private int begin(int requestId, int responseTo, int opCode) {
    int start = position;
    ensure(FrameHeader.BYTES);
    new FrameHeader(0, requestId, responseTo, opCode).write(buffer, start);
    position += FrameHeader.BYTES;
    return start;
  }

  private void finishMsg(int start, int flags) {
    if ((flags & OpMsg.CHECKSUM_PRESENT) == 0) {
      finish(start);
      return;
    }
    // The length is part of what the checksum covers.
    BsonBytes.putInt32(buffer, start, position - start + Integer.BYTES);
    putInt32(OpMsg.checksum(buffer, start, position - start));
  }

  private void finish(int start) {
    BsonBytes.putInt32(buffer, start, position - start);
  }

  private void putByte(int value) {
    ensure(1);
    buffer[position++] = (byte) value;
  }

  private void putInt32(int value) {
    ensure(4);
    BsonBytes.putInt32(buffer, position, value);
    position += 4;
  }

  private void putInt64(long value) {
    ensure(8);
    BsonBytes.putInt64(buffer, position, value);
    position += 8;
  }

  private void ensure(int more) {
    if (buffer.length - position < more) {
      byte[] larger = SpareArrays.shared().take(Math.max(buffer.length * 2, position + more));
      System.arraycopy(buffer, 0, larger, 0, position);
      buffer = larger;
    }
  }
}
