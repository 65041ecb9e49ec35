package dev.meerkat.crash.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

final class RepliesTest {
  private static final BsonDocument DUPLICATE =
      BsonDocument.parse(
          """
          {n: 1, writeErrors: [{index: 1, code: 11000, errmsg: "E11000 …"}], ok: 1.0}
          """);

  @Test
  void anOutlineHasNumbersAndErrorsWithoutTheirTexts() {
    assertEquals(
        Documents.of(
            "ok", 1L, "n", 1L, "writeErrors", List.of(Documents.of("index", 1L, "code", 11000L))),
        Replies.outline(DUPLICATE));
  }

  @Test
  void anErrorThatWasNotExpectedDoesNotMatch() {
    assertFalse(Replies.matches(Documents.of("n", 1L), Replies.outline(DUPLICATE)));
    assertFalse(
        Replies.matches(new BsonDocument(), Replies.outline(BsonDocument.parse("{ok: 0}"))));
  }

  @Test
  void anotherNumberDoesNotMatch() {
    BsonDocument outline = Replies.outline(BsonDocument.parse("{n: 2, nModified: 1, ok: 1}"));
    assertTrue(Replies.matches(Documents.of("n", 2L), outline));
    assertFalse(Replies.matches(Documents.of("n", 2L, "nModified", 2L), outline));
  }

  @Test
  void anUnfulfilledWriteConcernDoesNotMatch() {
    BsonDocument answer = BsonDocument.parse("{n: 1, writeConcernError: {code: 64}, ok: 1}");
    assertFalse(Replies.matches(Documents.of("n", 1L), Replies.outline(answer)));
  }
}
