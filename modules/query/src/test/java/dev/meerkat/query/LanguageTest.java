package dev.meerkat.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.query.filter.CoreFilters;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.FilterProvider;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageProvider;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.spi.query.StageTraits.Place;
import dev.meerkat.spi.query.StageTraits.Position;
import dev.meerkat.spi.query.StageTraits.Shape;
import dev.meerkat.values.BsonOrder;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a language is put together, and which pipelines it takes. */
final class LanguageTest {
  private static final ParseOptions OPTIONS =
      new ParseOptions(new Namespace("db", "c"), BsonOrder.SIMPLE, null, false, List.of("x", "y"));

  private static Language language() {
    return new Language(List.of(), List.of(new CoreFilters()), List.of(), List.of(new Stages()));
  }

  @Test
  void aNameClaimedTwiceIsRefusedAndBothProvidersAreNamed() {
    IllegalStateException refusal =
        assertThrows(
            IllegalStateException.class,
            () ->
                new Language(
                    List.of(), List.of(new CoreFilters(), new Rival()), List.of(), List.of()));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains("$eq"), message);
    assertTrue(message.contains("CoreFilters"), message);
    assertTrue(message.contains("Rival"), message);
  }

  @Test
  void variablesHaveSlotsOfTheirOwnAndEndWithTheirScope() {
    ParseScope root = language().scope(OPTIONS);
    assertEquals(0, root.variable("x"));
    assertEquals(1, root.variable("y"));
    ParseScope first = root.declare("x");
    ParseScope second = root.declare("z");
    assertEquals(2, first.variable("x"));
    assertEquals(3, second.variable("z"));
    assertEquals(4, root.variables());
    assertFalse(root.isDeclared("z"));
    ServerException refusal = assertThrows(ServerException.class, () -> root.variable("z"));
    assertEquals(17276, refusal.code().number());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [{$pass: 1}, {$pass: 1}]           | c              | 0
          [{$first: 1}, {$pass: 1}]          | c              | 0
          []                                 | c              | 0
          [{$nobody: 1}]                     | c              | 40324
          [{}]                               | c              | 40323
          [{$pass: 1, $first: 1}]            | c              | 40323
          [1]                                | c              | 14
          [{$pass: 1}, {$first: 1}]          | c              | 40602
          [{$last: 1}, {$pass: 1}]           | c              | 40601
          [{$bare: 1}]                       | c              | 73
          [{$bare: 1}, {$pass: 1}]           | $cmd.aggregate | 0
          [{$pass: 1}]                       | $cmd.aggregate | 73
          []                                 | $cmd.aggregate | 73
          """)
  void takesOnlyPipelinesWhoseStagesStandWhereTheyMay(
      String pipeline, String collection, int code) {
    assertEquals(code, code(pipeline, collection, Set.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "FACET, 40600",
    "LOOKUP, 51047",
    "UNION, 31441",
    "UPDATE, 72",
    "TRANSACTION, 263",
    "API_STRICT, 323"
  })
  void aPlaceRefusesWhatItDoesNotTake(Place place, int code) {
    assertEquals(code, code("[{$nowhere: 1}]", "c", Set.of(place)));
    assertEquals(0, code("[{$nowhere: 1}]", "c", Set.of()));
  }

  @Test
  void pipelinesHaveAtMostAThousandStages() {
    assertEquals(0, code("[" + "{$pass: 1},".repeat(999) + "{$pass: 1}]", "c", Set.of()));
    assertEquals(7749501, code("[" + "{$pass: 1},".repeat(1000) + "{$pass: 1}]", "c", Set.of()));
  }

  @Test
  void pipelinesNestTwentyLevelsDeep() {
    assertEquals(0, code(nested(20), "c", Set.of()));
    assertEquals(232, code(nested(21), "c", Set.of()));
  }

  private static String nested(int levels) {
    return "[{$nest: ".repeat(levels) + "[{$pass: 1}]" + "}]".repeat(levels);
  }

  private static int code(String pipeline, String collection, Set<Place> places) {
    ParseOptions options = ParseOptions.of(new Namespace("db", collection), BsonOrder.SIMPLE);
    try {
      language().pipeline(BsonArray.parse(pipeline), options, places);
      return 0;
    } catch (ServerException e) {
      return e.code().number();
    }
  }

  private static final class Rival implements FilterProvider {
    @Override
    public Set<String> names() {
      return Set.of("$eq");
    }
  }

  /** Stages that differ only in where they may stand. */
  private static final class Stages implements StageProvider {
    @Override
    public Set<String> names() {
      return Set.of("$pass", "$first", "$last", "$bare", "$nowhere", "$nest");
    }

    @Override
    public Stage parse(String name, BsonValue spec, ParseScope scope) {
      StageTraits plain = StageTraits.of(Shape.ONE_TO_ONE);
      return new Placed(
          name,
          switch (name) {
            case "$first" -> plain.at(Position.FIRST);
            case "$last" -> plain.at(Position.LAST);
            case "$bare" -> plain.at(Position.FIRST_WITHOUT_COLLECTION);
            case "$nowhere" -> plain.notIn(Place.FACET, Place.values());
            case "$nest" -> {
              scope.pipeline(spec.asArray(), Place.LOOKUP, scope.namespace());
              yield plain;
            }
            default -> plain;
          });
    }
  }

  private record Placed(String name, StageTraits traits) implements Stage {
    @Override
    public Cursor open(Cursor input, StageContext context) {
      throw new ServerException(ErrorCode.INTERNAL_ERROR, "not run here");
    }

    @Override
    public BsonDocument describe() {
      return new BsonDocument();
    }
  }
}
