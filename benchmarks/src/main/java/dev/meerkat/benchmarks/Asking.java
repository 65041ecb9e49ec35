package dev.meerkat.benchmarks;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.wire.FrameWriter;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.bson.BsonDocument;

/**
 * Asks one kind of thing with ever new values; the first answers are checked. Threads: confined to
 * one thread.
 */
final class Asking implements Load.Client {
  private static final int CHECKED = 20;

  private final String what;
  private final BiConsumer<DocumentBuilder, SplittableRandom> command;
  private final int wanted;
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
    this.what = what;
    this.command = command;
    this.wanted = wanted;
    this.random = new SplittableRandom(number);
  }

  @Override
  public int step(FrameClient connection) throws IOException {
    builder.clear();
    command.accept(builder, random);
    builder.appendString("$db", SanityLines.DATABASE);
    DocumentView view = builder.toView();
    writer.clear();
    writer.opMsg(1, 0, 0, view);
    connection.exchange(writer.array(), writer.length());
    if (asked++ < CHECKED) {
      check(connection.answer());
    }
    return 1;
  }

  private void check(BsonDocument answer) {
    boolean isRight = answer.getNumber("ok").intValue() == 1;
    if (isRight && wanted >= 0) {
      isRight = answer.getDocument("cursor").getArray("firstBatch").size() == wanted;
    }
    if (!isRight) {
      throw new IllegalStateException(what + ": not the answer expected: " + answer.toJson());
    }
  }
}
