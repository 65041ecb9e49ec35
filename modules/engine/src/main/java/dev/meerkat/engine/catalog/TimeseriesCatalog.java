package dev.meerkat.engine.catalog;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Turn;
import dev.meerkat.engine.index.Multikey;
import dev.meerkat.engine.timeseries.BucketIndexSpecs;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.TableKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Time-series collections in the catalog: each is a view of that name, and a collection beside it
 * that holds the buckets. Both come and go in one turn. Threads: safe.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/timeseries-collections/">Time series</a>
 */
final class TimeseriesCatalog {
  /** A time-series collection that $out makes beside the one that it is to become. */
  private static final String TEMPORARY_PREFIX = "tmp.agg_out.";

  private final Engine engine;

  TimeseriesCatalog(Engine engine) {
    this.engine = engine;
  }

  /**
   * Creates a time-series collection in a turn; answers false where it is there with the same
   * options.
   *
   * @throws ServerException 48, 73
   */
  boolean create(
      Turn turn,
      Namespace namespace,
      CollectionOptions requested,
      TimeseriesOptions timeseries,
      @Nullable UUID uuid) {
    Namespace buckets = TimeseriesOptions.buckets(namespace);
    CollectionEntry known = turn.catalog().bucketsOf(namespace);
    if (known != null && known.options().ofMeasurements().isSameAs(requested)) {
      return false;
    }
    for (Namespace taken : List.of(namespace, buckets)) {
      if (turn.catalog().find(taken) != null) {
        throw new ServerException(
            ErrorCode.NAMESPACE_EXISTS, "A collection already exists. NS: " + taken.fullName());
      }
    }
    Catalog catalog = engine.catalog();
    CollectionOptions options = requested.forBuckets(timeseries);
    CollectionEntry entry =
        catalog.create(
            turn,
            buckets,
            options,
            IdIndex.spec(options, null),
            uuid == null ? engine.seeds().newUuid() : uuid);
    addStandardIndex(turn, entry, timeseries);
    var _ =
        catalog.create(
            turn,
            namespace,
            requested.forMeasurements(timeseries, buckets.collection()),
            IdIndex.DEFAULT_SPEC,
            engine.seeds().newUuid());
    return true;
  }

  private void addStandardIndex(Turn turn, CollectionEntry buckets, TimeseriesOptions timeseries) {
    BsonDocument spec = new BucketIndexSpecs(timeseries).standard();
    if (spec == null) {
      return;
    }
    BsonDocument collation = buckets.options().collation();
    if (collation != null) {
      spec.append("collation", collation);
    }
    IndexEntry index = new IndexEntry(spec, engine.catalog().newIndexIdent(), Multikey.NONE, null);
    turn.transaction().createTable(index.ident(), TableKind.INDEX, buckets.namespace().database());
    List<IndexEntry> indexes = new ArrayList<>(buckets.indexes());
    indexes.add(index);
    CollectionEntry indexed = buckets.withIndexes(indexes);
    engine.catalog().put(turn, indexed);
    CatalogLog.indexed(turn.log(), indexed, List.of(index));
  }

  /** Makes the view show buckets of changed options. */
  void show(Turn turn, Namespace buckets, TimeseriesOptions timeseries) {
    CollectionEntry view = turn.catalog().find(TimeseriesOptions.ofBuckets(buckets));
    if (view != null && view.isView()) {
      CollectionEntry changed =
          view.withOptions(
              view.options().withView(buckets.collection(), timeseries.viewPipeline()));
      engine.catalog().put(turn, changed);
      CatalogLog.changed(turn.log(), view, changed, new BsonDocument());
    }
  }

  /** Whether a time-series collection may get another name: only what $out has made beside one. */
  static boolean isRenamable(CatalogSnapshot catalog, Namespace from) {
    return from.collection().startsWith(TEMPORARY_PREFIX) && catalog.bucketsOf(from) != null;
  }

  /**
   * Gives a time-series collection another name, in the place of what has it.
   *
   * @return what has gone
   * @throws ServerException 48 where something else than a time-series collection has the name
   */
  List<CollectionEntry> rename(Turn turn, Namespace from, Namespace to) {
    Catalog catalog = engine.catalog();
    CollectionEntry view = Catalog.require(turn.catalog(), from);
    CollectionEntry buckets = Catalog.require(turn.catalog(), TimeseriesOptions.buckets(from));
    List<CollectionEntry> replaced = new ArrayList<>();
    CollectionEntry target = turn.catalog().find(to);
    CollectionEntry targetBuckets = turn.catalog().bucketsOf(to);
    if (target != null) {
      if (targetBuckets == null) {
        throw new ServerException(ErrorCode.NAMESPACE_EXISTS, "target namespace exists: " + to);
      }
      catalog.drops().dropLogged(turn, target);
      catalog.drops().dropLogged(turn, targetBuckets);
      replaced.add(targetBuckets);
    }
    buckets.refuseDuringBuild();
    turn.alter(view);
    turn.alter(buckets);
    Namespace toBuckets = TimeseriesOptions.buckets(to);
    turn.catalog(turn.catalog().without(buckets.namespace()));
    catalog.put(turn, buckets.withNamespace(toBuckets).withOptions(buckets.options().lasting()));
    CatalogLog.renamed(turn.log(), buckets, toBuckets, null, 0);
    CollectionEntry moved =
        view.withNamespace(to)
            .withOptions(
                view.options().withView(toBuckets.collection(), view.options().pipeline()));
    catalog.drops().remove(turn, view);
    CatalogLog.dropped(turn.log(), view, 0);
    catalog.put(turn, moved);
    CatalogLog.created(turn.log(), moved);
    turn.timestamp();
    turn.afterCommit(() -> engine.cursors().killCollection(buckets.uuid()));
    return replaced;
  }
}
