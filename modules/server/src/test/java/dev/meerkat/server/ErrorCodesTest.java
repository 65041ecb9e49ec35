package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.ErrorCode;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

/** The names of codes. */
final class ErrorCodesTest {
  @Test
  void everyConstantHasTheNameOfItsNumber() throws IllegalAccessException {
    int constants = 0;
    for (Field field : ErrorCode.class.getFields()) {
      if (field.get(null) instanceof ErrorCode code) {
        assertEquals(ErrorCode.of(code.number()), code, field.getName());
        constants++;
      }
    }
    assertTrue(constants > 50);
  }

  @Test
  void numbersWithoutANameAreCalledByTheirPlace() {
    assertEquals("Location40324", ErrorCode.of(40324).codeName());
    assertEquals("NotWritablePrimary", ErrorCode.of(10107).codeName());
  }
}
