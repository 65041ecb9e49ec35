package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.wire.FrameHeader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FrameReaderTest {
  @Test
  void framesOfAllSizesComeWholeHoweverTheStreamIsCut() throws IOException {
    long seed = new Random().nextLong();
    System.out.println("framesOfAllSizesComeWholeHoweverTheStreamIsCut seed " + seed);
    Random random = new Random(seed);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    int[] sizes = new int[300];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = 21 + random.nextInt(random.nextInt(10) == 0 ? 3_000_000 : 5_000);
      sent.write(frame(sizes[i], i));
    }
    FrameReader reader = new FrameReader(pieces(sent.toByteArray(), random));
    for (int i = 0; i < sizes.length; i++) {
      FrameHeader header = reader.next();
      assertNotNull(header);
      assertEquals(sizes[i], header.length());
      int start = reader.frameStart();
      assertEquals(i, BsonBytes.int32(reader.array(), start + 16));
      assertEquals((byte) i, reader.array()[start + sizes[i] - 1]);
    }
    assertNull(reader.next());
  }

  @Test
  void anEndInsideAFrameIsAnError() {
    byte[] half = Arrays.copyOf(frame(100, 1), 50);
    FrameReader reader = new FrameReader(new ByteArrayInputStream(half));
    assertThrows(EOFException.class, () -> reader.next());
  }

  @Test
  void aClaimedLengthIsNotAllocated() {
    byte[] header = new byte[17];
    BsonBytes.putInt32(header, 0, 48_000_000);
    FrameReader reader = new FrameReader(new ByteArrayInputStream(header));
    assertThrows(EOFException.class, () -> reader.next());
    assertTrue(reader.array().length < 100_000, "allocated " + reader.array().length);
  }

  private static byte[] frame(int size, int number) {
    byte[] frame = new byte[size];
    BsonBytes.putInt32(frame, 0, size);
    BsonBytes.putInt32(frame, 16, number);
    frame[size - 1] = (byte) number;
    return frame;
  }

  /** A stream that gives as much at a time as it likes. */
  private static InputStream pieces(byte[] bytes, Random random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, 1 + random.nextInt(20_000)));
      }
    };
  }
}
