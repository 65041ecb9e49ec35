package dev.meerkat.engine.spill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.engine.Parameters;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.SpilledRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Temporary files give back what was put into them, and leave nothing. */
final class SpillFolderTest {
  @TempDir Path data;

  @Test
  void documentsOfAllSizesComeBackInTheirOrder() {
    Random random = new Random(1);
    List<DocumentView> documents = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      // Some are larger than any buffer.
      int bytes = i % 50 == 0 ? 300_000 + random.nextInt(500_000) : random.nextInt(5_000);
      documents.add(
          DocumentView.of(
              new BsonDocument("b", new BsonBinary(new byte[bytes]))
                  .append("i", new BsonBinary(new byte[] {(byte) i}))));
    }
    try (SpilledRun run = SpillFolder.open(data, new MemoryLimits(new Parameters())).begin()) {
      for (int i = 0; i < documents.size(); i++) {
        run.add(documents.get(i), documents.get((i * 7) % documents.size()));
      }
      SpilledRun.Reader reader = run.read(0);
      for (int i = 0; i < documents.size(); i++) {
        assertTrue(reader.advance());
        assertEquals(documents.get(i), reader.document());
        assertEquals(documents.get((i * 7) % documents.size()), reader.side());
      }
      assertFalse(reader.advance());
      assertFalse(reader.advance());
    }
  }

  @Test
  void readersBeginAnywhereAlsoWhileDocumentsAreAdded() {
    Random random = new Random(2);
    List<DocumentView> documents = new ArrayList<>();
    List<Long> positions = new ArrayList<>();
    try (SpilledRun run = SpillFolder.open(data, new MemoryLimits(new Parameters())).begin()) {
      for (int i = 0; i < 500; i++) {
        DocumentView added =
            DocumentView.of(new BsonDocument("b", new BsonBinary(new byte[random.nextInt(9_000)])));
        positions.add(run.add(added, DocumentView.EMPTY));
        documents.add(added);
        int begin = random.nextInt(documents.size());
        SpilledRun.Reader reader = run.read(positions.get(begin));
        for (int at = begin; at < Math.min(begin + 3, documents.size()); at++) {
          assertTrue(reader.advance());
          assertEquals(documents.get(at), reader.document());
        }
      }
    }
  }

  @Test
  void anEmptyRunHasNoDocument() {
    try (SpilledRun run = SpillFolder.open(data, new MemoryLimits(new Parameters())).begin()) {
      assertFalse(run.read(0).advance());
    }
  }

  @Test
  void nothingIsLeft() throws IOException {
    Path left = data.resolve("_tmp").resolve("spill-9");
    Files.createDirectories(left.getParent());
    Files.writeString(left, "of a server that died");
    SpillFolder folder = SpillFolder.open(data, new MemoryLimits(new Parameters()));
    assertFalse(Files.exists(left));
    SpilledRun run = folder.begin();
    run.add(DocumentView.EMPTY, DocumentView.EMPTY);
    run.close();
    run.close();
    try (Stream<Path> files = Files.list(left.getParent())) {
      assertEquals(0, files.count());
    }
  }
}
