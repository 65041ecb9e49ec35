package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.List;
import org.bson.BsonDocument;

/**
 * A stage that is defined by others, one after the other. Threads: immutable.
 *
 * @param stages what it stands for
 */
record SequenceStage(String name, StageTraits traits, List<Stage> stages, BsonDocument describe)
    implements Stage {
  SequenceStage {
    stages = List.copyOf(stages);
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    Cursor cursor = input;
    for (Stage stage : stages) {
      cursor = stage.open(cursor, context);
    }
    return cursor;
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    stages.forEach(stage -> stage.dependencies(dependencies));
  }
}
