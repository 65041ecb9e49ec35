package dev.meerkat.benchmarks;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The documents of all loads here: about 250 bytes, seven small fields and one of text. Threads:
 * safe; no state.
 */
final class Documents {
  private static final byte[] ID = name("_id");
  private static final byte[] U = name("u");
  private static final byte[] K = name("k");
  private static final byte[] Q = name("q");
  private static final byte[] V = name("v");
  private static final byte[] R = name("r");
  private static final byte[] NAME = name("name");
  private static final byte[] PAD = name("pad");
  private static final String PADDING =
      "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut"
          + " labore et dolore magna aliqua, ut enim";

  private Documents() {}

  /** A document whose {@code _id} is {@code i}. */
  static DocumentView document(int i) {
    DocumentBuilder builder = new DocumentBuilder(320);
    append(builder, i);
    return DocumentView.of(builder.toBytes());
  }

  private static void append(DocumentBuilder builder, int i) {
    builder
        .appendInt32(ID, i)
        .appendInt32(U, u(i))
        .appendInt32(K, i % 100)
        .appendInt32(Q, i % 10)
        .appendInt32(V, i % 1000)
        .appendInt32(R, i * 104729)
        .appendString(NAME, String.format(Locale.ROOT, "name-%08d", i))
        .appendString(PAD, PADDING);
  }

  /** A number that is each document's own, in the order of the ids as long as those are small. */
  static int u(int i) {
    return i * 7919;
  }

  private static byte[] name(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
