package dev.meerkat.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.ServerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FieldPathTest {
  @ParameterizedTest
  @CsvSource({
    "'',40352",
    "a.,40353",
    "a..b,15998",
    ".a,15998",
    "$a,16410",
    "a.$b,16410",
    "'a.b\0',16411"
  })
  void faultyPathsAreRefusedWithTheServersCode(String path, int code) {
    assertEquals(
        code, assertThrows(ServerException.class, () -> FieldPath.parse(path)).code().number());
  }

  @Test
  void pathsThatAreTooDeepAreRefused() {
    String deepest = "a" + ".a".repeat(FieldPath.MAX_COMPONENTS - 1);
    assertEquals(FieldPath.MAX_COMPONENTS, FieldPath.parse(deepest).size());
    ServerException refusal =
        assertThrows(ServerException.class, () -> FieldPath.parse(deepest + ".a"));
    assertEquals(15, refusal.code().number());
  }

  @Test
  void referencesToOtherCollectionsArePlainFields() {
    assertEquals("a.$id", FieldPath.parse("a.$id").dotted());
  }

  @Test
  void filtersAcceptWhateverIsBetweenTheDots() {
    FieldPath path = FieldPath.of("a..$b.");
    assertEquals(4, path.size());
    assertEquals("", path.component(1));
    assertEquals("$b", path.component(2));
    assertEquals("a..$b.", path.dotted());
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "17,17",
    "999999999,999999999",
    "9999999999,-1",
    "01,-1",
    "-1,-1",
    "1a,-1",
    "'',-1"
  })
  void indexesAreNumbersWithoutLeadingZeros(String component, int index) {
    assertEquals(index, FieldPath.of(component).arrayIndex(0));
  }

  @Test
  void pathsOfOneHashAreNotMixedUp() {
    assertEquals("Aa".hashCode(), "BB".hashCode());
    for (int i = 0; i < 3; i++) {
      assertEquals("Aa", FieldPath.of("Aa").dotted());
      assertEquals("BB", FieldPath.of("BB").component(0));
      assertEquals("Aa.BB", FieldPath.of("Aa.BB").dotted());
      assertEquals("BB.Aa", FieldPath.of("BB.Aa").dotted());
    }
  }

  @Test
  void pathsAreCutAndJoined() {
    FieldPath path = FieldPath.of("a.b.0");
    assertEquals("a.b", path.prefix(2).dotted());
    assertEquals("b.0", path.suffix(1).dotted());
    assertEquals("a.b.0.c", path.child("c").dotted());
    assertTrue(path.prefix(1).isPrefixOf(path));
    assertFalse(FieldPath.of("a.bb").isPrefixOf(path));
    assertFalse(path.isPrefixOf(path.prefix(2)));
    assertEquals(FieldPath.of("a.b"), path.prefix(2));
  }
}
