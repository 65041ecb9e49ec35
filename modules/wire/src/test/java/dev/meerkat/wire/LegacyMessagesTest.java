package dev.meerkat.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LegacyMessagesTest {
  @Test
  void aCommandIsAQueryOnTheCommandCollection() {
    OpQuery query = parse(OpQuery.class, Frames.opQuery("admin.$cmd", "{isMaster: 1}"));
    assertTrue(query.isCommand());
    assertEquals("admin", query.database());
    assertEquals(Frames.document("{isMaster: 1}"), query.query());
    assertFalse(parse(OpQuery.class, Frames.opQuery("a.b", "{}")).isCommand());
  }

  @Test
  void aQueryWithItsNamespaceUnendedIsRefused() {
    byte[] body = {0, 0, 0, 0, 'a', 'b'};
    assertThrows(WireException.class, () -> Frames.parse(Frames.frame(OpCode.QUERY, body)));
  }

  @Test
  void aReplyComesBackAsWritten() {
    FrameWriter writer = new FrameWriter();
    writer.opReply(3, 7, OpReply.AWAIT_CAPABLE, Frames.document("{ok: 1}"));
    OpReply reply = parse(OpReply.class, Frames.bytes(writer));
    assertEquals(7, reply.header().responseTo());
    assertEquals(OpReply.AWAIT_CAPABLE, reply.flags());
    assertEquals(List.of(Frames.document("{ok: 1}")), reply.documents());
  }

  @Test
  void aReplyWithAnotherNumberOfDocumentsIsRefused() {
    FrameWriter writer = new FrameWriter();
    writer.opReply(3, 7, 0, Frames.document("{ok: 1}"));
    byte[] frame = Frames.with(Frames.bytes(writer), FrameHeader.BYTES + 16, Integer.MAX_VALUE);
    assertThrows(WireException.class, () -> Frames.parse(frame));
  }

  @Test
  void getMoreIsRead() {
    byte[] body = new byte[4 + 4 + 4 + 8];
    little(body).putInt(0).put(new byte[] {'a', '.', 'b', 0}).putInt(5).putLong(99);
    byte[] frame = Frames.frame(OpCode.GET_MORE, body);
    OpGetMore message = parse(OpGetMore.class, frame);
    assertEquals("a.b", message.namespace());
    assertEquals(5, message.batchSize());
    assertEquals(99, message.cursorId());
  }

  @Test
  void killCursorsIsReadAndItsCountNotTrusted() {
    byte[] body = new byte[4 + 4 + 8 + 8];
    little(body).putInt(0).putInt(2).putLong(1).putLong(2);
    byte[] frame = Frames.frame(OpCode.KILL_CURSORS, body);
    assertEquals(List.of(1L, 2L), parse(OpKillCursors.class, frame).cursorIds());
    for (int count : new int[] {-1, 0, 1, 3, 1 << 29, Integer.MAX_VALUE}) {
      byte[] changed = Frames.with(frame, FrameHeader.BYTES + 4, count);
      assertThrows(WireException.class, () -> Frames.parse(changed), "count " + count);
    }
  }

  @Test
  void lengthsThatNoFrameMayHaveAreFatal() {
    byte[] frame = Frames.opMsg(0, "{ping: 1}");
    for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 15, 48_000_001, Integer.MAX_VALUE}) {
      byte[] changed = Frames.with(frame, 0, length);
      assertTrue(
          assertThrows(WireException.class, () -> FrameHeader.parse(changed, 0)).isFatal(),
          "length " + length);
    }
  }

  @Test
  void unknownOpcodesAreFatalAndLegacyWritesKnown() {
    assertTrue(
        assertThrows(WireException.class, () -> Frames.parse(Frames.frame(4711, new byte[4])))
            .isFatal());
    parse(OpUnsupported.class, Frames.frame(OpCode.INSERT, new byte[4]));
  }

  private static <M extends Message> M parse(Class<M> kind, byte[] frame) {
    return assertInstanceOf(kind, Frames.parse(frame));
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
