package dev.meerkat.fuzz.parsers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.wire.DocumentSequence;
import dev.meerkat.wire.FrameHeader;
import dev.meerkat.wire.Message;
import dev.meerkat.wire.OpCompressed;
import dev.meerkat.wire.OpMsg;
import dev.meerkat.wire.OpQuery;
import dev.meerkat.wire.WireException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FrameFuzz {
  private static final long SMALL_BYTES = 1 << 20;
  private static final long MAX_MESSAGE_BYTES = 48_000_000;

  @Test
  void framesComeBackAsTheyWere() {
    Campaign.of(FrameFuzz.class, 5_000)
        .run(
            random -> {
              RandomFrames frames = new RandomFrames(random);
              DocumentView body = frames.body();
              byte[] frame = frames.frame(body);
              Message message = Message.parse(FrameHeader.parse(frame, 0), frame, 0);
              if (message instanceof OpCompressed compressed) {
                message = compressed.open();
              }
              switch (message) {
                case OpMsg msg -> assertEquals(body, msg.body());
                case OpQuery query -> assertEquals(body, query.query());
                default -> throw new AssertionError("another message: " + message);
              }
            });
  }

  @Test
  void damagedFramesAreRefusedOrStayInside() {
    Campaign.of(FrameFuzz.class, 30_000).run(FrameFuzz::damaged);
  }

  private static void damaged(SplittableRandom random) {
    RandomFrames frames = new RandomFrames(random);
    byte[] damaged = new Damage(random).of(frames.frame(frames.body()));
    Surroundings zeros = Surroundings.of(damaged, (byte) 0);
    long before = Allocation.ofThisThread();
    String first = outcome(zeros);
    long allocated = Allocation.ofThisThread() - before;
    // What is compressed may grow up to the size of a message; nothing else grows.
    long most = first.startsWith("compressed") ? MAX_MESSAGE_BYTES : SMALL_BYTES;
    assertTrue(
        allocated < most + 100L * damaged.length,
        () -> "allocated " + allocated + " bytes for " + damaged.length + ": " + first);
    assertEquals(
        first,
        outcome(Surroundings.of(damaged, (byte) 0x55)),
        "the outcome depends on bytes outside");
  }

  /** What becomes of a frame, as text: its message, or the refusal. */
  private static String outcome(Surroundings bytes) {
    if (bytes.length() < FrameHeader.BYTES) {
      return "the reader waits for more";
    }
    try {
      FrameHeader header = FrameHeader.parse(bytes.array(), bytes.offset());
      if (header.length() > bytes.length()) {
        return "the reader waits for more";
      }
      Message message = Message.parse(header, bytes.array(), bytes.offset());
      if (message instanceof OpCompressed compressed) {
        message = compressed.open();
        return "compressed " + describe(message, null);
      }
      return describe(message, bytes);
    } catch (WireException e) {
      return e.code() + " " + e.text() + " " + e.isFatal();
    }
  }

  private static String describe(Message message, @Nullable Surroundings bytes) {
    StringBuilder text = new StringBuilder(message.getClass().getSimpleName());
    switch (message) {
      case OpMsg msg -> {
        describe(msg.body(), bytes, text);
        for (DocumentSequence sequence : msg.sequences()) {
          text.append(sequence.name());
          assertEquals(sequence.count(), sequence.documents().size());
          sequence.documents().forEach(document -> describe(document, bytes, text));
        }
      }
      case OpQuery query -> describe(query.query(), bytes, text);
      default -> text.append(message.header());
    }
    return text.toString();
  }

  private static void describe(
      DocumentView view, @Nullable Surroundings bytes, StringBuilder text) {
    assertEquals(view.length(), BsonBytes.int32(view.array(), view.offset()));
    assertTrue(view.length() >= 5);
    if (bytes != null) {
      assertTrue(view.offset() >= bytes.offset(), "a document before the frame");
      assertTrue(view.offset() + view.length() <= bytes.end(), "a document behind the frame");
    }
    text.append(' ').append(view.hashCode());
  }
}
