package dev.meerkat.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.engine.EngineFixture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Random writes, compared with a map that does the same. */
final class RandomWorkloadTest extends EngineFixture {
  private static final int STEPS = 2_000;
  private static final int IDS = 60;

  private final TreeMap<Integer, Integer> model = new TreeMap<>();

  @AfterEach
  void close() {
    closeEngine();
  }

  @Test
  void writesDoWhatAMapDoes() {
    long seed = new Random().nextLong();
    System.out.println("replay with seed " + seed);
    Random random = new Random(seed);
    insert("{_id: -1, a: 0}");
    delete("{_id: -1}", true);
    createIndex("{key: {a: 1}, name: 'a_1', unique: true}");
    for (int step = 0; step < STEPS; step++) {
      step(random);
      if (step % 200 == 0) {
        compare();
      }
    }
    compare();
    checkConsistent();
  }

  private void step(Random random) {
    int id = random.nextInt(IDS);
    int value = random.nextInt(IDS * 2);
    switch (random.nextInt(5)) {
      case 0, 1 -> {
        boolean free = !model.containsKey(id) && !model.containsValue(value);
        assertEquals(free ? 1 : 0, insert("{_id: %d, a: %d}".formatted(id, value)).n());
        if (free) {
          model.put(id, value);
        }
      }
      case 2 -> {
        boolean present = model.containsKey(id);
        boolean taken = model.containsValue(value) && !Integer.valueOf(value).equals(model.get(id));
        BatchOutcome outcome =
            update("{_id: %d}".formatted(id), "{$set: {a: %d}}".formatted(value), false, false);
        assertEquals(present && !taken ? 1 : 0, outcome.n());
        if (present && !taken) {
          model.put(id, value);
        }
      }
      case 3 -> {
        assertEquals(model.remove(id) == null ? 0 : 1, delete("{_id: %d}".formatted(id), true).n());
      }
      default -> {
        long before = model.size();
        model.values().removeIf(each -> each >= value && each < value + 3);
        String range = "{a: {$gte: %d, $lt: %d}}".formatted(value, value + 3);
        assertEquals(before - model.size(), delete(range, false).n());
      }
    }
  }

  private void compare() {
    List<BsonDocument> expected = new ArrayList<>();
    model.forEach(
        (id, value) ->
            expected.add(
                new BsonDocument("_id", new BsonInt32(id)).append("a", new BsonInt32(value))));
    List<BsonDocument> found = new ArrayList<>(find("{}"));
    found.sort(Comparator.comparing(each -> each.getInt32("_id").getValue()));
    assertEquals(expected, found);
    assertEquals(expected.size(), find("{a: {$gte: 0}}").size());
  }
}
