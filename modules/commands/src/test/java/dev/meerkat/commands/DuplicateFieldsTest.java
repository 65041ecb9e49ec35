package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.commands.crud.AggregateCommand;
import dev.meerkat.commands.crud.ExplainCommand;
import dev.meerkat.commands.crud.FindCommand;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Fields twice in stages and sorts; {@code ~} stands for a second {@code a} here. */
final class DuplicateFieldsTest extends EngineFixture {
  @Test
  void aStageThatNamesAFieldTwiceIsRefused() {
    assertEquals(40413, aggregate("{$out: {db: 'test', a: 'x', '~': 'y'}}"));
    assertEquals(
        40413, aggregate("{$unionWith: {coll: 'c', pipeline: [{$merge: {a: 'c', '~': 'd'}}]}}"));
    assertEquals(7472500, aggregate("{$sort: {a: 1, b: 1, '~': -1}}"));
    assertEquals(7472500, aggregate("{$facet: {f: [{$sort: {a: 1, '~': -1}}]}}"));
  }

  @Test
  void aSortOfFindToo() {
    String find = "{find: 'c', sort: {a: 1, '~': 1}}";
    assertEquals(7472500, code(new FindCommand(), find));
    assertEquals(7472500, code(new ExplainCommand(), "{explain: " + find + "}"));
  }

  private int aggregate(String stage) {
    return code(new AggregateCommand(), "{aggregate: 'c', pipeline: [" + stage + "], cursor: {}}");
  }

  private int code(Command command, String json) {
    byte[] bytes = BsonBytes.encode(BsonDocument.parse(json));
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '~') {
        bytes[i] = 'a';
      }
    }
    CommandRequest request = command.schema().parse("test", DocumentView.of(bytes), List.of());
    try (Operation operation =
        engine.operations().begin(client, command.schema().name(), request)) {
      return assertThrows(
              ServerException.class,
              () -> command.run(request, operation, new DocumentBuilder(64)),
              json)
          .code()
          .number();
    }
  }
}
