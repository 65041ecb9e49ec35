package dev.meerkat.wire;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever a stranger sends is parsed or refused: nothing else is thrown, and nothing hangs. */
final class MutatedFrameProperties {
  private static final List<byte[]> VALID =
      List.of(
          Frames.opMsg(0, "{find: 'c', filter: {a: {$gt: 1}}, $db: 'test'}"),
          Frames.opMsg(OpMsg.EXHAUST_ALLOWED, "{hello: 1, maxAwaitTimeMS: 5}"),
          Frames.opMsg(
              0,
              "{insert: 'c', $db: 'test'}",
              List.of(Frames.sequence("documents", "{a: 1}", "{b: 'two'}"))),
          Frames.opMsg(
              OpMsg.CHECKSUM_PRESENT,
              "{bulkWrite: 1}",
              List.of(Frames.sequence("ops", "{a: 1}"), Frames.sequence("nsInfo", "{b: 1}"))),
          Frames.opQuery("admin.$cmd", "{isMaster: 1}"),
          Frames.compressed(Frames.opMsg(0, "{ping: 1}"), NoopCompressor.INSTANCE),
          Frames.compressed(Frames.opMsg(0, "{ping: 1, a: 'aaaaaa'}"), ZlibCompressor.INSTANCE),
          Frames.frame(OpCode.KILL_CURSORS, new byte[] {0, 0, 0, 0, 0, 0, 0, 0}),
          Frames.frame(OpCode.GET_MORE, new byte[20]));

  /** One place of a frame overwritten. */
  record Change(int place, byte value) {}

  @Property(tries = 5000)
  void mutatedFramesAreParsedOrRefused(
      @ForAll("frames") byte[] frame, @ForAll("changes") @Size(min = 1, max = 6) List<Change> to) {
    byte[] changed = frame.clone();
    for (Change change : to) {
      // The length field is the reader's to check: it decides how much is read, not how.
      int place = 4 + change.place() % (changed.length - 4);
      changed[place] = change.value();
    }
    parse(changed);
  }

  @Property(tries = 1000)
  void bytesOfAnyKindAreParsedOrRefused(
      @ForAll("opCodes") int opCode, @ForAll @Size(max = 80) byte[] body) {
    parse(Frames.frame(opCode, body));
  }

  @Property(tries = 1000)
  void framesCutShortAreParsedOrRefused(@ForAll("frames") byte[] frame, @ForAll("places") int cut) {
    int length = FrameHeader.BYTES + cut % (frame.length - FrameHeader.BYTES);
    byte[] body = Arrays.copyOfRange(frame, FrameHeader.BYTES, length);
    parse(Frames.frame(FrameHeader.parse(frame, 0).opCode(), body));
  }

  private static void parse(byte[] frame) {
    try {
      Message message = Frames.parse(frame);
      switch (message) {
        case OpMsg msg -> msg.sequences().forEach(DocumentSequence::documents);
        case OpCompressed compressed -> compressed.open();
        case OpQuery _, OpGetMore _, OpKillCursors _, OpReply _, OpUnsupported _ -> {}
      }
    } catch (WireException refused) {
      if (refused.text().isEmpty()) {
        throw new AssertionError("refused without a word", refused);
      }
    }
  }

  @Provide
  Arbitrary<byte[]> frames() {
    return Arbitraries.of(VALID);
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    Arbitrary<Byte> values =
        Arbitraries.oneOf(Arbitraries.of((byte) 0, (byte) 1, (byte) -1), Arbitraries.bytes());
    return Combinators.combine(places(), values).as(Change::new).list();
  }

  @Provide
  Arbitrary<Integer> places() {
    return Arbitraries.integers().between(0, 400);
  }

  @Provide
  Arbitrary<Integer> opCodes() {
    return Arbitraries.of(
        OpCode.MSG,
        OpCode.QUERY,
        OpCode.GET_MORE,
        OpCode.KILL_CURSORS,
        OpCode.REPLY,
        OpCode.COMPRESSED);
  }
}
