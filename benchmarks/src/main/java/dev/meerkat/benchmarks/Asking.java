package dev.meerkat.benchmarks;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.wire.FrameWriter;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.bson.BsonDocument;

/**
 * Asks one kind of thing with ever new values; the first answers are checked. Threads: confined to
 * one thread.
 */
final class Asking implements Load.Client {
  private static final int CHECKED = 20;

  private final String what;
  private final BiConsumer<DocumentBuilder, SplittableRandom> command;
  private final Predicate<BsonDocument> isRight;
  private final SplittableRandom random;
  private final DocumentBuilder builder = new DocumentBuilder(4096);
  private final FrameWriter writer = new FrameWriter();
  private int asked;

  /**
   * @param command writes a command, its name first, without its database
   * @param wanted documents of each answer, -1 where it has none
   * @param number tells clients apart
   */
  Asking(
      String what, BiConsumer<DocumentBuilder, SplittableRandom> command, int wanted, int number) {
    this(what, command, answer -> isOk(answer) && hasBatch(answer, wanted), number);
  }

  /**
   * @param command as above
   * @param isRight whether an answer is the one expected
   * @param number tells clients apart
   */
  Asking(
      String what,
      BiConsumer<DocumentBuilder, SplittableRandom> command,
      Predicate<BsonDocument> isRight,
      int number) {
    this.what = what;
    this.command = command;
    this.isRight = isRight;
    this.random = new SplittableRandom(number);
  }

  @Override
  public int step(FrameClient connection) throws IOException {
    var _ = ask(connection);
    return 1;
  }

  /** Asks once; answers the bytes of the reply. */
  int ask(FrameClient connection) throws IOException {
    builder.clear();
    command.accept(builder, random);
    builder.appendString("$db", SanityLines.DATABASE);
    DocumentView view = builder.toView();
    writer.clear();
    writer.opMsg(1, 0, 0, view);
    int size = connection.exchange(writer.array(), writer.length());
    if (asked++ < CHECKED) {
      BsonDocument answer = connection.answer();
      if (!isRight.test(answer)) {
        throw new IllegalStateException(what + ": not the answer expected: " + answer.toJson());
      }
    }
    return size;
  }

  /** Bytes of the last request. */
  int requestBytes() {
    return writer.length();
  }

  static boolean isOk(BsonDocument answer) {
    return answer.getNumber("ok").intValue() == 1 && !answer.containsKey("writeErrors");
  }

  /** Whether an answer's first batch has so many documents; -1 for an answer without one. */
  static boolean hasBatch(BsonDocument answer, int wanted) {
    return wanted < 0 || answer.getDocument("cursor").getArray("firstBatch").size() == wanted;
  }
}
