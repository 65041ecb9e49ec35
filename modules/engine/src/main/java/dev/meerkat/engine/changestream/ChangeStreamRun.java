package dev.meerkat.engine.changestream;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.collection.AggregateRequest;
import dev.meerkat.engine.collection.QueryScope;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.ReadConcern;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits.Place;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonValue;

/** A change stream, from its request to its cursor. Threads: confined to one operation. */
public final class ChangeStreamRun {
  private final Execution execution;
  private final Engine engine;
  private final AggregateRequest request;

  public ChangeStreamRun(Execution execution, AggregateRequest request) {
    this.execution = execution;
    this.engine = execution.engine();
    this.request = request;
  }

  /** Whether a pipeline begins with {@code $changeStream}. */
  public static boolean isStream(BsonArray pipeline) {
    if (pipeline.isEmpty()) {
      return false;
    }
    BsonValue first = pipeline.getFirst();
    return first.isDocument() && first.asDocument().containsKey(ChangeStreamStage.NAME);
  }

  public OpenCursor open() {
    checkServer();
    QueryScope scope = scope();
    Pipeline pipeline = engine.language().pipeline(request.pipeline(), scope.options(), places());
    checkSplit(pipeline.stages());
    // One stage may look like several: only a document of a single field is a stage.
    ChangeStreamSpec spec = ((ChangeStreamStage) pipeline.stages().getFirst()).options();
    spec.checkNamespace(request.namespace(), request.isCollectionless());
    boolean splits = splits(pipeline.stages());
    ResumeToken start = spec.start(engine.clock().lastCommitted());
    if (start.fragment() != null && !splits) {
      throw new ServerException(
          new ErrorCode(280, "ChangeStreamFatalError"),
          "To resume from a split event, the $changeStream pipeline must include a"
              + " $changeStreamSplitLargeEvent stage",
          null,
          List.of("NonResumableChangeStreamError"));
    }
    OplogStart.check(engine.oplog(), ResumePoint.before(start));
    StreamScope told = StreamScope.of(request, spec);
    ChangeStreamCursor stream = new ChangeStreamCursor(execution, told, spec, start);
    Cursor events = rest(pipeline, splits).open(stream, context());
    ResumableCursor cursor = new ResumableCursor(stream, events, splits);
    OpenCursor.Traits traits =
        new OpenCursor.Traits(request.batchSize(), 0, false, true, true, false, Set.of());
    return new OpenCursor(request.namespace(), execution, cursor, traits).resumable(cursor);
  }

  private void checkServer() {
    if (!engine.options().isReplicaSet()) {
      throw new ServerException(
          ErrorCode.location(40573), "The $changeStream stage is only supported on replica sets");
    }
    if (request.collectionUuid() != null) {
      throw new ServerException(
          ErrorCode.location(4928900), "collectionUUID is not supported for a change stream");
    }
    Operation operation = execution.operation();
    ReadConcern concern = operation.common().readConcern();
    if (operation.transaction() == null
        && concern.isGiven()
        && concern.level() != ReadConcern.Level.MAJORITY) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          "Aggregation stage $changeStream cannot run with a readConcern other than 'majority'");
    }
    CollectionEntry entry = operation.collections().find(request.namespace());
    if (entry != null && entry.isView()) {
      throw new ServerException(
          ErrorCode.COMMAND_NOT_SUPPORTED_ON_VIEW,
          "Namespace " + request.namespace().fullName() + " is a view, not a collection");
    }
  }

  /** The collection's own collation does not count: the stream may outlive the collection. */
  private QueryScope scope() {
    QueryScope scope =
        QueryScope.of(execution, request.namespace(), null, request.collation(), request.let());
    execution.collation(scope.collation().toBson());
    return scope;
  }

  private Set<Place> places() {
    Set<Place> places = EnumSet.of(Place.CHANGE_STREAM);
    if (execution.operation().transaction() != null) {
      places.add(Place.TRANSACTION);
    }
    return places;
  }

  private static void checkSplit(List<Stage> stages) {
    for (int i = 0; i < stages.size() - 1; i++) {
      if (stages.get(i) instanceof SplitLargeEventStage) {
        throw new ServerException(
            ErrorCode.location(7182802),
            SplitLargeEventStage.NAME + " must be the last stage in the pipeline");
      }
    }
  }

  private static boolean splits(List<Stage> stages) {
    return stages.getLast() instanceof SplitLargeEventStage;
  }

  private static Pipeline rest(Pipeline pipeline, boolean splits) {
    List<Stage> stages = new ArrayList<>(pipeline.stages());
    stages.removeFirst();
    if (splits) {
      stages.removeLast();
    }
    return new Pipeline(stages, pipeline.variables());
  }

  private StageContext context() {
    return new StageContext(
        execution,
        execution.scope(),
        request.namespace(),
        request.allowDiskUse(),
        request.bypassValidation(),
        null);
  }
}
