package dev.meerkat.spectests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meerkat.server.MeerkatOptions;
import dev.meerkat.server.MeerkatServer;
import dev.meerkat.spectests.SpecificationFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;

/** The BSON corpus alone, and that the check of it sees what is wrong. */
final class BsonCorpusTest {
  @Test
  void theWholeCorpusGoesAsItShould() throws IOException {
    Optional<SpecificationFiles> files = SpecificationFiles.find();
    assumeTrue(files.isPresent(), "MongoDB's specifications are not at hand");
    try (MeerkatServer server = MeerkatServer.start(MeerkatOptions.inMemory())) {
      BsonCorpus.Result result = BsonCorpus.run(files.orElseThrow(), "127.0.0.1", server.port());
      assertEquals(List.of(), result.failures());
      assertTrue(result.valid() > 700, result::toString);
      assertTrue(result.refused() > 60, result::toString);
    }
  }

  @Test
  void aMalformedCommandIsAnsweredAndTheConnectionGoesOn() throws IOException {
    try (MeerkatServer server = MeerkatServer.start(MeerkatOptions.inMemory());
        RawConnection connection = new RawConnection("127.0.0.1", server.port())) {
      byte[] cutOff = RawBytes.nested("d", new byte[] {9, 0, 0, 0, 8, 'b', 0, 2, 0});
      assertEquals(
          new BsonInt32(22),
          connection
              .run(
                  RawBytes.document(
                      RawBytes.string("insert", "c"),
                      RawBytes.array("documents", RawBytes.document(cutOff)),
                      RawBytes.string("$db", "test")))
              .get("code"));
      assertEquals(
          1,
          connection
              .run(RawBytes.document(RawBytes.int32("ping", 1), RawBytes.string("$db", "test")))
              .getNumber("ok")
              .intValue());
    }
  }
}
