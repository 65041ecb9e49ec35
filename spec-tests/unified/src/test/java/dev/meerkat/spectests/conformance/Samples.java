package dev.meerkat.spectests.conformance;

import dev.meerkat.spectests.UnifiedRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Tests and reasons to judge. Threads: immutable. */
final class Samples {
  static final String FAULT =
      "{operations: [{name: 'failPoint', object: 'testRunner'}, {name: 'find', object: 'c'}]}";
  static final String PLAIN = "{operations: [{name: 'insertOne', object: 'c', expectResult: 1}]}";

  private Samples() {}

  /**
   * @param content what the test's file says of it, without its description
   */
  static SpecificationTest test(String specification, String description, String content) {
    BsonDocument test =
        BsonDocument.parse(content).append("description", new BsonString(description));
    return new SpecificationTest(
        specification,
        "file.json",
        Evidence.of(test),
        new UnifiedRunner.UnifiedTest(new BsonDocument(), test));
  }

  static Reasons reasons(Path folder, String text) throws IOException {
    return Reasons.read(Files.writeString(folder.resolve("reasons.txt"), text));
  }
}
