package com.example.meerkat;

import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageProvider;
import java.util.Set;
import org.bson.BsonValue;

/** Brings {@code $everyNth}. Threads: immutable. */
public final class ExampleStages implements StageProvider {
  @Override
  public Set<String> names() {
    return Set.of(EveryNthStage.NAME);
  }

  @Override
  public Stage parse(String name, BsonValue spec, ParseScope scope) {
    return EveryNthStage.parse(spec);
  }
}
