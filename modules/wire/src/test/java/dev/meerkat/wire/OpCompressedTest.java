package dev.meerkat.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpCompressedTest {
  private static final int UNCOMPRESSED_SIZE = FrameHeader.BYTES + 4;

  @ParameterizedTest
  @ValueSource(ints = {NoopCompressor.ID, ZlibCompressor.ID})
  void aMessageComesOutAsItWentIn(int compressor) {
    String body = "{insert: 'c', text: '" + "meerkat ".repeat(50_000) + "'}";
    OpCompressed compressed = compressed(compressor, 0, body);
    OpMsg message = assertInstanceOf(OpMsg.class, compressed.open());
    assertEquals(Frames.document(body), message.body());
    assertEquals(7, message.header().requestId());
  }

  @ParameterizedTest
  @ValueSource(ints = {NoopCompressor.ID, ZlibCompressor.ID})
  void aChecksumInsideIsVerifiedWithTheHeaderRestored(int compressor) {
    assertInstanceOf(
        OpMsg.class, compressed(compressor, OpMsg.CHECKSUM_PRESENT, "{ping: 1}").open());
  }

  @ParameterizedTest
  @ValueSource(ints = {NoopCompressor.ID, ZlibCompressor.ID})
  void aSizeThatIsNotTheSizeInsideIsFatal(int compressor) {
    byte[] frame = frame(compressor, 0, "{ping: 1}");
    int size = Frames.opMsg(0, "{ping: 1}").length - FrameHeader.BYTES;
    for (int wrong : new int[] {0, size - 1, size + 1, 47_999_984}) {
      OpCompressed message = parse(Frames.with(frame, UNCOMPRESSED_SIZE, wrong));
      assertTrue(assertThrows(WireException.class, message::open).isFatal(), "size " + wrong);
    }
  }

  @Test
  void impossibleSizesAreRefusedUnread() {
    byte[] frame = frame(ZlibCompressor.ID, 0, "{ping: 1}");
    for (int wrong : new int[] {Integer.MIN_VALUE, -1, 47_999_985, Integer.MAX_VALUE}) {
      byte[] changed = Frames.with(frame, UNCOMPRESSED_SIZE, wrong);
      assertThrows(WireException.class, () -> Frames.parse(changed), "size " + wrong);
    }
  }

  @Test
  void bytesThatAreNotZlibAreFatal() {
    byte[] frame = frame(ZlibCompressor.ID, 0, "{ping: 1}");
    frame[FrameHeader.BYTES + 9] = 0;
    assertTrue(assertThrows(WireException.class, parse(frame)::open).isFatal());
  }

  @Test
  void unknownCompressorsAndNestingAreFatal() {
    byte[] frame = frame(ZlibCompressor.ID, 0, "{ping: 1}");
    byte[] unknown = frame.clone();
    unknown[FrameHeader.BYTES + 8] = 9;
    assertThrows(WireException.class, parse(unknown)::open);
    byte[] nested = Frames.with(frame, FrameHeader.BYTES, OpCode.COMPRESSED);
    assertThrows(WireException.class, () -> Frames.parse(nested));
  }

  private static OpCompressed compressed(int compressor, int flags, String body) {
    return parse(frame(compressor, flags, body));
  }

  private static byte[] frame(int compressor, int flags, String body) {
    Compressor chosen = Compressor.byId(compressor);
    if (chosen == null) {
      throw new AssertionError("compressor " + compressor);
    }
    return Frames.compressed(Frames.opMsg(flags, body), chosen);
  }

  private static OpCompressed parse(byte[] frame) {
    return assertInstanceOf(OpCompressed.class, Frames.parse(frame));
  }
}
