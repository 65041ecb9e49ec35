package dev.meerkat.spectests.conformance;

import dev.meerkat.spectests.SpecificationFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * The BSON corpus, as far as it concerns a server: what is valid is stored, found again by its
 * value and comes back byte for byte; what cannot be decoded is refused. Threads: confined to one
 * thread.
 *
 * @see <a
 *     href="https://github.com/mongodb/specifications/blob/master/source/bson-corpus/bson-corpus.md">BSON
 *     corpus</a>
 */
final class BsonCorpus {
  private static final String NAMESPACE = "corpus";

  /** MongoDB does not look whether text is UTF-8; it keeps and returns it as it is. */
  private static final String TEXT = "utf-8";

  private static final int INVALID_BSON = 22;

  private final RawConnection connection;
  private final List<String> failures = new ArrayList<>();
  private int valid;
  private int degenerate;
  private int refused;
  private int textKept;
  private int notRun;
  private int id;

  private BsonCorpus(RawConnection connection) {
    this.connection = connection;
  }

  /**
   * What became of all cases.
   *
   * @param valid documents that came back as they went
   * @param degenerate valid but unusual documents that came back as they went
   * @param refused malformed documents that were refused
   * @param textKept documents with text that is no UTF-8 that came back as they went
   * @param notRun texts that are no Extended JSON
   * @param failures all else
   */
  record Result(
      int valid, int degenerate, int refused, int textKept, int notRun, List<String> failures) {}

  static Result run(SpecificationFiles files, String host, int port) throws IOException {
    try (RawConnection connection = new RawConnection(host, port)) {
      BsonCorpus corpus = new BsonCorpus(connection);
      corpus.connection.run(
          RawBytes.document(RawBytes.string("drop", NAMESPACE), RawBytes.string("$db", NAMESPACE)));
      for (Path file : files.bsonCorpus()) {
        corpus.run(String.valueOf(file.getFileName()), BsonDocument.parse(Files.readString(file)));
      }
      return new Result(
          corpus.valid,
          corpus.degenerate,
          corpus.refused,
          corpus.textKept,
          corpus.notRun,
          List.copyOf(corpus.failures));
    }
  }

  private void run(String file, BsonDocument content) throws IOException {
    for (BsonDocument test : cases(content, "valid")) {
      if (comesBack(name(file, test), bytes(test, "canonical_bson"))) {
        valid++;
      }
      if (test.containsKey("degenerate_bson")
          && comesBack(name(file, test) + ", degenerate", bytes(test, "degenerate_bson"))) {
        degenerate++;
      }
    }
    for (BsonDocument test : cases(content, "decodeErrors")) {
      String name = name(file, test);
      if (name.toLowerCase(Locale.ROOT).contains(TEXT)) {
        textKept += comesBack(name, bytes(test, "bson")) ? 1 : 0;
      } else {
        refused += isRefused(name, bytes(test, "bson")) ? 1 : 0;
      }
    }
    notRun += cases(content, "parseErrors").size();
  }

  /** Stores a document inside another one, and looks for it by its value. */
  private boolean comesBack(String name, byte[] bytes) throws IOException {
    byte[] predicate = RawBytes.document(RawBytes.nested("$eq", bytes));
    RawBsonDocument inserted = insert(bytes);
    if (!inserted.getNumber("n", new BsonInt32(0)).equals(new BsonInt32(1))) {
      failures.add(name + ": not inserted: " + inserted.toJson());
      return false;
    }
    RawBsonDocument found =
        connection.run(
            RawBytes.document(
                RawBytes.string("find", NAMESPACE),
                RawBytes.nested(
                    "filter",
                    RawBytes.document(RawBytes.int32("_id", id), RawBytes.nested("d", predicate))),
                RawBytes.string("$db", NAMESPACE)));
    if (!found.containsKey("cursor")) {
      failures.add(name + ": not looked for: " + found.toJson());
      return false;
    }
    List<BsonValue> batch = found.getDocument("cursor").getArray("firstBatch").getValues();
    if (batch.size() != 1) {
      failures.add(name + ": not found by its value");
      return false;
    }
    byte[] back = bytes((RawBsonDocument) batch.getFirst().asDocument().getDocument("d"));
    if (!Arrays.equals(bytes, back)) {
      failures.add(name + ": came back as " + HexFormat.of().formatHex(back));
      return false;
    }
    return true;
  }

  private boolean isRefused(String name, byte[] bytes) throws IOException {
    RawBsonDocument reply = insert(bytes);
    if (reply.getNumber("ok").intValue() != 0
        || reply.getNumber("code").intValue() != INVALID_BSON) {
      failures.add(name + ": not refused with InvalidBSON: " + reply.toJson());
      return false;
    }
    return true;
  }

  private RawBsonDocument insert(byte[] bytes) throws IOException {
    byte[] document = RawBytes.document(RawBytes.int32("_id", ++id), RawBytes.nested("d", bytes));
    return connection.run(
        RawBytes.document(
            RawBytes.string("insert", NAMESPACE),
            RawBytes.array("documents", RawBytes.document(RawBytes.nested("0", document))),
            RawBytes.string("$db", NAMESPACE)));
  }

  private static byte[] bytes(RawBsonDocument document) {
    var buffer = document.getByteBuffer();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static byte[] bytes(BsonDocument test, String key) {
    return HexFormat.of().parseHex(test.getString(key).getValue().strip());
  }

  private static String name(String file, BsonDocument test) {
    return "bson-corpus/" + file + ": " + test.getString("description").getValue();
  }

  private static List<BsonDocument> cases(BsonDocument content, String kind) {
    return content.getArray(kind, new BsonArray()).stream().map(BsonValue::asDocument).toList();
  }
}
