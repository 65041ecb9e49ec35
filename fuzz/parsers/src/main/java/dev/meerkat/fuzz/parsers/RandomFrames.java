package dev.meerkat.fuzz.parsers;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.wire.Compressor;
import dev.meerkat.wire.DocumentSequence;
import dev.meerkat.wire.FrameHeader;
import dev.meerkat.wire.FrameWriter;
import dev.meerkat.wire.OpCode;
import dev.meerkat.wire.OpMsg;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Random frames as clients send them. Threads: confined to one thread. */
public final class RandomFrames {
  private static final int ZLIB = 2;
  private static final int NOOP = 0;

  private final SplittableRandom random;
  private final RandomDocuments documents;

  public RandomFrames(SplittableRandom random) {
    this.random = random;
    this.documents = new RandomDocuments(random);
  }

  /** A document for a frame to carry. */
  public DocumentView body() {
    return DocumentView.of(documents.document());
  }

  /** A sound frame of any kind that carries {@code body}. */
  public byte[] frame(DocumentView body) {
    FrameWriter writer = new FrameWriter();
    if (random.nextInt(4) == 0) {
      writer.opQuery(random.nextInt(), 0, "admin.$cmd", -1, body);
    } else {
      writer.opMsg(
          new OpMsg(
              new FrameHeader(0, random.nextInt(), 0, OpCode.MSG), flags(), body, sequences()));
    }
    if (random.nextInt(4) == 0) {
      Compressor compressor = Compressor.byId(random.nextBoolean() ? ZLIB : NOOP);
      if (compressor == null) {
        throw new IllegalStateException("a compressor is gone");
      }
      writer.compress(compressor);
    }
    return Arrays.copyOf(writer.array(), writer.length());
  }

  private int flags() {
    int flags = random.nextInt(3) == 0 ? OpMsg.CHECKSUM_PRESENT : 0;
    return random.nextInt(8) == 0 ? flags | OpMsg.EXHAUST_ALLOWED : flags;
  }

  private List<DocumentSequence> sequences() {
    List<DocumentSequence> sequences = new ArrayList<>();
    for (String name : List.of("documents", "updates")) {
      if (random.nextInt(3) == 0) {
        sequences.add(sequence(name));
      }
    }
    return sequences;
  }

  private DocumentSequence sequence(String name) {
    byte[] bytes = {};
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      byte[] document = BsonBytes.encode(documents.document());
      int end = bytes.length;
      bytes = Arrays.copyOf(bytes, end + document.length);
      System.arraycopy(document, 0, bytes, end, document.length);
    }
    return new DocumentSequence(name, bytes, 0, bytes.length, count);
  }
}
