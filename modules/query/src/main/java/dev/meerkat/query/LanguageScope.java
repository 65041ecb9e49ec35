package dev.meerkat.query;

import dev.meerkat.query.expression.ExpressionParser;
import dev.meerkat.query.filter.FilterParser;
import dev.meerkat.query.window.WindowFunctionParser;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.AccumulatorProvider;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.StageTraits.Place;
import dev.meerkat.spi.query.WindowFunction;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The scope that hands nested specs to the providers of a {@link Language}. Scopes of one command
 * share the counter of slots, so that no two variables of a command share a slot. Threads: confined
 * to one operation.
 */
final class LanguageScope implements ParseScope {
  /** Pipelines inside pipelines, as MongoDB allows them. */
  private static final int MAX_PIPELINE_DEPTH = 20;

  private static final ErrorCode TOO_DEEP = new ErrorCode(232, "MaxSubPipelineDepthExceeded");

  private final Language language;
  private final ParseOptions options;
  private final Namespace namespace;
  private final Set<Place> places;
  private final int pipelineDepth;
  private final Slots slots;
  private final @Nullable Binding bindings;
  private final Set<String> metadata;

  private LanguageScope(
      Language language,
      ParseOptions options,
      Namespace namespace,
      Set<Place> places,
      int pipelineDepth,
      Slots slots,
      @Nullable Binding bindings,
      Set<String> metadata) {
    this.language = language;
    this.options = options;
    this.namespace = namespace;
    this.places = places;
    this.pipelineDepth = pipelineDepth;
    this.slots = slots;
    this.bindings = bindings;
    this.metadata = metadata;
  }

  static LanguageScope root(Language language, ParseOptions options, Set<Place> places) {
    Set<Place> all = places;
    if (!places.isEmpty() || options.isApiStrict()) {
      all = EnumSet.noneOf(Place.class);
      all.addAll(places);
      if (options.isApiStrict()) {
        all.add(Place.API_STRICT);
      }
    }
    LanguageScope scope =
        new LanguageScope(
            language, options, options.namespace(), all, 0, new Slots(), null, Set.of());
    for (String name : options.variables()) {
      scope = scope.declare(name);
    }
    return scope;
  }

  @Override
  public Expression expression(BsonValue spec) {
    return ExpressionParser.parse(spec, this, language::expression);
  }

  @Override
  public Filter filter(BsonDocument spec) {
    return FilterParser.parse(spec, this, language);
  }

  @Override
  public Accumulator accumulator(BsonDocument spec) {
    if (spec.size() != 1) {
      throw new ServerException(
          ErrorCode.location(40238), "The field must specify one accumulator");
    }
    Map.Entry<String, BsonValue> field = spec.entrySet().iterator().next();
    String name = field.getKey();
    AccumulatorProvider provider = language.accumulator(name);
    if (provider == null) {
      throw new ServerException(ErrorCode.location(15952), "unknown group operator '" + name + "'");
    }
    return provider.parse(name, field.getValue(), this);
  }

  @Override
  public WindowFunction windowFunction(BsonDocument spec, @Nullable BsonDocument sortBy) {
    return WindowFunctionParser.parse(spec, sortBy, this, language);
  }

  @Override
  public Pipeline pipeline(BsonArray spec, Place place, Namespace inner) {
    // The pipelines of a facet are over the same documents, and no level of their own.
    int depth = place == Place.FACET ? pipelineDepth : pipelineDepth + 1;
    if (depth > MAX_PIPELINE_DEPTH) {
      throw new ServerException(
          TOO_DEEP, "Maximum number of nested sub-pipelines exceeded. Limit is 20");
    }
    // The innermost comes first: what it refuses is refused in its words.
    Set<Place> innerPlaces = new LinkedHashSet<>();
    innerPlaces.add(place);
    for (Place outer : places) {
      if (outer != Place.UPDATE && outer != Place.CHANGE_STREAM) {
        innerPlaces.add(outer);
      }
    }
    LanguageScope scope =
        new LanguageScope(
            language,
            options,
            inner,
            innerPlaces,
            depth,
            slots,
            bindings,
            place == Place.FACET ? metadata : Set.of());
    return scope.pipeline(spec, 0);
  }

  /** Parses a pipeline in this very scope. */
  Pipeline pipeline(BsonArray spec, int viewStages) {
    return new Pipeline(
        PipelineParser.parse(spec, this, language, places, viewStages),
        slots.count,
        slots.metadata);
  }

  @Override
  public ValueOrder order() {
    return options.order();
  }

  @Override
  public @Nullable BsonDocument collation() {
    return options.collation();
  }

  @Override
  public Namespace namespace() {
    return namespace;
  }

  @Override
  public boolean hasClock() {
    return options.hasClock();
  }

  @Override
  public boolean isApiStrict() {
    return options.isApiStrict();
  }

  @Override
  public int variable(String name) {
    Binding binding = find(name);
    if (binding == null) {
      throw new ServerException(ErrorCode.location(17276), "Use of undefined variable: " + name);
    }
    return binding.slot();
  }

  @Override
  public boolean isDeclared(String name) {
    return find(name) != null;
  }

  private @Nullable Binding find(String name) {
    Binding binding = bindings;
    while (binding != null && !binding.name().equals(name)) {
      binding = binding.outer();
    }
    return binding;
  }

  @Override
  public LanguageScope declare(String name) {
    return new LanguageScope(
        language,
        options,
        namespace,
        places,
        pipelineDepth,
        slots,
        new Binding(name, slots.count++, bindings),
        metadata);
  }

  /** A scope in which documents have this metadata, by the names of {@code $meta}. */
  LanguageScope withMetadata(Set<String> names) {
    return names.equals(metadata)
        ? this
        : new LanguageScope(
            language, options, namespace, places, pipelineDepth, slots, bindings, names);
  }

  Set<String> metadata() {
    return metadata;
  }

  @Override
  public boolean isMetadataAvailable(String name) {
    return metadata.contains(name);
  }

  @Override
  public void askForMetadata(String name) {
    slots.ask(name);
  }

  @Override
  public Set<String> metadataAskedFor() {
    return Set.copyOf(slots.metadata);
  }

  @Override
  public boolean isStage(String name) {
    return language.stage(name) != null;
  }

  @Override
  public int variables() {
    return slots.count;
  }

  private record Binding(String name, int slot, @Nullable Binding outer) {}

  /** What all scopes of one command share. */
  private static final class Slots {
    private Set<String> metadata = Set.of();
    private int count;

    void ask(String name) {
      if (metadata.isEmpty()) {
        metadata = new HashSet<>();
      }
      metadata.add(name);
    }
  }
}
