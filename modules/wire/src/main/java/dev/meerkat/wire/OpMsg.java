package dev.meerkat.wire;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The message that all commands and their replies travel in today. Threads: immutable.
 *
 * @param flags {@link #CHECKSUM_PRESENT}, {@link #MORE_TO_COME}, {@link #EXHAUST_ALLOWED}
 * @param body the command or the reply
 * @param sequences array fields of the command that travel beside it, 0 to 2
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/#op_msg">OP_MSG</a>
 */
public record OpMsg(
    FrameHeader header, int flags, DocumentView body, List<DocumentSequence> sequences)
    implements Message {
  /** The last four bytes of the frame are its CRC-32C. */
  public static final int CHECKSUM_PRESENT = 1;

  /** From a client: do not answer. From a server: another reply follows unasked. */
  public static final int MORE_TO_COME = 1 << 1;

  /** The client can take several replies to this request. */
  public static final int EXHAUST_ALLOWED = 1 << 16;

  /** Flags that a receiver may ignore where it does not know them are the upper sixteen. */
  private static final int UNKNOWN_REQUIRED = 0xFFFF & ~(CHECKSUM_PRESENT | MORE_TO_COME);

  private static final int KIND_BODY = 0;
  private static final int KIND_SEQUENCE = 1;
  private static final int MAX_SEQUENCES = 2;
  private static final int CHECKSUM_BYTES = 4;

  public boolean hasChecksum() {
    return (flags & CHECKSUM_PRESENT) != 0;
  }

  public boolean isMoreToCome() {
    return (flags & MORE_TO_COME) != 0;
  }

  public boolean isExhaustAllowed() {
    return (flags & EXHAUST_ALLOWED) != 0;
  }

  static OpMsg parse(FrameHeader header, FrameSlice frame, int frameOffset) {
    int flags = frame.int32();
    if ((flags & UNKNOWN_REQUIRED) != 0) {
      throw WireException.fatal(
          ErrorCode.PROTOCOL_ERROR, "Message contains illegal flags value: " + flags);
    }
    FrameSlice sections = frame;
    if ((flags & CHECKSUM_PRESENT) != 0) {
      sections = frame.slice(frame.remaining() - CHECKSUM_BYTES);
      verifyChecksum(header, frame.array(), frameOffset);
    }
    return parseSections(header, flags, sections);
  }

  private static OpMsg parseSections(FrameHeader header, int flags, FrameSlice sections) {
    @Nullable DocumentView body = null;
    List<DocumentSequence> sequences = List.of();
    while (sections.remaining() > 0) {
      int kind = sections.int8();
      switch (kind) {
        case KIND_BODY -> {
          check(body == null, 40430, "Multiple body sections in message");
          body = sections.document();
        }
        case KIND_SEQUENCE -> sequences = addSequence(sequences, sections);
        default -> throw answerable(40432, "Unknown section kind " + kind);
      }
    }
    if (body == null) {
      throw answerable(40587, "OP_MSG messages must have a body");
    }
    return new OpMsg(header, flags, body, sequences);
  }

  private static List<DocumentSequence> addSequence(
      List<DocumentSequence> sequences, FrameSlice sections) {
    if (sequences.size() == MAX_SEQUENCES) {
      throw WireException.fatal(ErrorCode.PROTOCOL_ERROR, "Too many document sequences in OP_MSG");
    }
    DocumentSequence sequence = DocumentSequence.parse(sections.slice(sections.int32() - 4));
    for (DocumentSequence other : sequences) {
      check(
          !other.name().equals(sequence.name()),
          40431,
          "Duplicate document sequence: " + sequence.name());
    }
    List<DocumentSequence> extended = sequences.isEmpty() ? new ArrayList<>(1) : sequences;
    extended.add(sequence);
    return extended;
  }

  private static void verifyChecksum(FrameHeader header, byte[] array, int frameOffset) {
    int covered = header.length() - CHECKSUM_BYTES;
    if (checksum(array, frameOffset, covered) != BsonBytes.int32(array, frameOffset + covered)) {
      throw WireException.fatal(
          ErrorCode.PROTOCOL_ERROR, "OP_MSG checksum does not match contents");
    }
  }

  /** CRC-32C of a run of bytes. */
  static int checksum(byte[] array, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(array, offset, length);
    return (int) crc.getValue();
  }

  private static void check(boolean condition, int code, String text) {
    if (!condition) {
      throw answerable(code, text);
    }
  }

  private static WireException answerable(int code, String text) {
    return WireException.answerable(ErrorCode.location(code), text);
  }
}
