package dev.meerkat.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OpMsgTest {
  private static final int FIRST_SECTION = FrameHeader.BYTES + 4;

  @Test
  void bodyAndFlagsComeBackAsWritten() {
    OpMsg message = parse(Frames.opMsg(OpMsg.EXHAUST_ALLOWED, "{ping: 1, $db: 'admin'}"));
    assertEquals(Frames.document("{ping: 1, $db: 'admin'}"), message.body());
    assertTrue(message.isExhaustAllowed());
    assertFalse(message.isMoreToCome());
    assertEquals(7, message.header().requestId());
    assertEquals(List.of(), message.sequences());
  }

  @Test
  void documentsOfASequenceAreSlicesOfTheFrame() {
    byte[] frame =
        Frames.opMsg(0, "{insert: 'c'}", List.of(Frames.sequence("documents", "{a: 1}", "{b: 2}")));
    DocumentSequence sequence = parse(frame).sequences().getFirst();
    assertEquals("documents", sequence.name());
    assertEquals(2, sequence.count());
    assertEquals(
        List.of(Frames.document("{a: 1}"), Frames.document("{b: 2}")), sequence.documents());
    assertEquals(frame, sequence.documents().getFirst().array());
  }

  @Test
  void twoSequencesAreReadAndAThirdIsFatal() {
    DocumentSequence ops = Frames.sequence("ops", "{insert: 0}");
    DocumentSequence nsInfo = Frames.sequence("nsInfo", "{ns: 'a.b'}");
    DocumentSequence more = Frames.sequence("more", "{}");
    assertEquals(
        2, parse(Frames.opMsg(0, "{bulkWrite: 1}", List.of(ops, nsInfo))).sequences().size());
    assertRefused(0, true, Frames.opMsg(0, "{bulkWrite: 1}", List.of(ops, nsInfo, more)));
  }

  @Test
  void anEmptySequenceHasNoDocuments() {
    OpMsg message = parse(Frames.opMsg(0, "{insert: 'c'}", List.of(Frames.sequence("documents"))));
    assertEquals(0, message.sequences().getFirst().count());
  }

  @Test
  void sequencesOfOneNameAreRefused() {
    DocumentSequence ops = Frames.sequence("ops", "{insert: 0}");
    assertRefused(40431, false, Frames.opMsg(0, "{bulkWrite: 1}", List.of(ops, ops)));
  }

  @Test
  void aRightChecksumIsAccepted() {
    byte[] frame = Frames.opMsg(OpMsg.CHECKSUM_PRESENT, "{ping: 1}");
    assertTrue(parse(frame).hasChecksum());
    assertEquals(Frames.document("{ping: 1}"), parse(frame).body());
  }

  @Test
  void aWrongChecksumIsFatal() {
    byte[] frame = Frames.opMsg(OpMsg.CHECKSUM_PRESENT, "{ping: 1}");
    frame[frame.length - 1] ^= 1;
    assertRefused(17, true, frame);
  }

  @Test
  void aByteChangedUnderAChecksumIsFatal() {
    byte[] frame = Frames.opMsg(OpMsg.CHECKSUM_PRESENT, "{ping: 1}");
    frame[frame.length - 7] ^= 1;
    assertRefused(17, true, frame);
  }

  @Test
  void unknownRequiredFlagsAreFatalAndOptionalOnesIgnored() {
    assertRefused(17, true, Frames.opMsg(1 << 2, "{ping: 1}"));
    assertRefused(17, true, Frames.opMsg(1 << 15, "{ping: 1}"));
    assertEquals(Frames.document("{ping: 1}"), parse(Frames.opMsg(1 << 17, "{ping: 1}")).body());
  }

  @Test
  void aMessageWithoutBodyIsRefused() {
    assertRefused(40587, false, Frames.frame(OpCode.MSG, new byte[4]));
  }

  @Test
  void twoBodiesAreRefused() {
    byte[] body = {0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0};
    assertRefused(40430, false, Frames.frame(OpCode.MSG, body));
  }

  @Test
  void anUnknownSectionKindIsRefused() {
    byte[] frame = Frames.opMsg(0, "{ping: 1}");
    frame[FIRST_SECTION] = 2;
    assertRefused(40432, false, frame);
  }

  @Test
  void impossibleDocumentLengthsAreRefused() {
    byte[] frame = Frames.opMsg(0, "{ping: 1}");
    for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 4, 1000, Integer.MAX_VALUE}) {
      assertRefused(22, false, Frames.with(frame, FIRST_SECTION + 1, length));
    }
  }

  @Test
  void impossibleSequenceLengthsAreRefused() {
    byte[] frame = Frames.opMsg(0, "{i: 1}", List.of(Frames.sequence("documents", "{a: 1}")));
    int section = FIRST_SECTION + 1 + Frames.document("{i: 1}").length() + 1;
    for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 3, 4, 8, 1000, Integer.MAX_VALUE}) {
      assertRefused(22, false, Frames.with(frame, section, length));
    }
  }

  private static OpMsg parse(byte[] frame) {
    return assertInstanceOf(OpMsg.class, Frames.parse(frame));
  }

  /**
   * @param code the expected code, or 0 for any
   */
  private static void assertRefused(int code, boolean fatal, byte[] frame) {
    WireException refused = assertThrows(WireException.class, () -> Frames.parse(frame));
    assertEquals(fatal, refused.isFatal(), refused.text());
    if (code != 0) {
      assertEquals(code, refused.code().number(), refused.text());
    }
  }
}
