package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Collections whose documents expire by themselves. */
final class CreateExpiryTest extends EngineFixture {
  @Test
  void documentsExpireByTheCollectionOnlyWhereItIsClustered() {
    assertEquals(72, failure("{create: 'c', expireAfterSeconds: 5}"));
    assertEquals(14, failure("{create: 'c', expireAfterSeconds: 'x'}"));
  }
}
