package dev.meerkat.engine.catalog;

import java.util.LinkedHashSet;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The names of the collections that a view reads. Threads: confined to one operation. */
final class ViewSources {
  private final Set<String> names = new LinkedHashSet<>();

  private ViewSources() {}

  static Set<String> of(CollectionOptions options) {
    ViewSources sources = new ViewSources();
    if (options.viewOn() != null) {
      sources.names.add(options.viewOn());
    }
    sources.addStages(options.pipeline());
    return sources.names;
  }

  private void addStages(BsonArray stages) {
    for (BsonValue stage : stages) {
      if (stage.isDocument()) {
        stage.asDocument().forEach(this::addStage);
      }
    }
  }

  private void addStage(String name, BsonValue spec) {
    switch (name) {
      case "$lookup", "$graphLookup" -> addForeign(spec, "from");
      case "$unionWith" -> {
        addName(spec);
        addForeign(spec, "coll");
      }
      case "$facet" -> {
        if (spec.isDocument()) {
          spec.asDocument().values().forEach(this::addPipeline);
        }
      }
      default -> {}
    }
  }

  private void addForeign(BsonValue spec, String field) {
    if (spec.isDocument()) {
      BsonDocument fields = spec.asDocument();
      addName(fields.get(field));
      addPipeline(fields.get("pipeline"));
    }
  }

  private void addName(@Nullable BsonValue name) {
    if (name != null && name.isString()) {
      names.add(name.asString().getValue());
    }
  }

  private void addPipeline(@Nullable BsonValue stages) {
    if (stages != null && stages.isArray()) {
      addStages(stages.asArray());
    }
  }
}
