package dev.meerkat.fuzz.parsers;

import java.util.List;
import java.util.SplittableRandom;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Random filters: known operators on random fields, with operands that fit as often as not.
 * Threads: confined to one thread.
 */
public final class RandomFilters {
  private static final List<String> PATHS =
      List.of("a", "b", "a.b", "a.0", "_id", "a.b.c", "", "a.");
  private static final int MAX_DEPTH = 3;

  private final SplittableRandom random;
  private final RandomDocuments documents;
  private final List<String> operators;

  /**
   * @param operators names of filter operators
   */
  public RandomFilters(SplittableRandom random, List<String> operators) {
    this.random = random;
    this.documents = new RandomDocuments(random);
    this.operators = operators;
  }

  /** A filter, valid or not. */
  public BsonDocument filter() {
    return filter(0);
  }

  private BsonDocument filter(int depth) {
    BsonDocument filter = new BsonDocument();
    int fields = depth == 0 ? 1 + random.nextInt(3) : random.nextInt(3);
    for (int i = 0; i < fields; i++) {
      if (random.nextInt(4) == 0) {
        filter.put(operator(), operand(depth + 1));
      } else {
        filter.put(PATHS.get(random.nextInt(PATHS.size())), condition(depth + 1));
      }
    }
    return filter;
  }

  private BsonValue condition(int depth) {
    if (random.nextInt(4) == 0) {
      return documents.value();
    }
    BsonDocument operators = new BsonDocument();
    for (int i = 0; i <= random.nextInt(2); i++) {
      operators.put(operator(), operand(depth + 1));
    }
    return operators;
  }

  private BsonValue operand(int depth) {
    boolean deep = depth < MAX_DEPTH;
    return switch (random.nextInt(deep ? 8 : 4)) {
      case 0 -> new BsonInt32(random.nextInt(4));
      case 1 -> new BsonString(random.nextBoolean() ? "^a" : "string");
      case 2, 3 -> documents.value();
      case 4 -> filter(depth);
      case 5 -> new BsonArray(List.of(filter(depth), filter(depth)));
      case 6 -> new BsonArray(List.of(documents.value(), documents.value()));
      default -> condition(depth);
    };
  }

  private String operator() {
    return operators.get(random.nextInt(operators.size()));
  }
}
