import dev.meerkat.engine.index.CoreIndexTypes;
import dev.meerkat.engine.stage.EngineStages;
import dev.meerkat.spi.index.IndexTypeProvider;
import dev.meerkat.spi.query.StageProvider;
import org.jspecify.annotations.NullMarked;

/** Catalog, collections, indexes, planner, cursors, sessions and transactions. */
@NullMarked
module dev.meerkat.engine {
  requires transitive dev.meerkat.aggregation;
  requires transitive dev.meerkat.spi.storage;
  requires transitive dev.meerkat.spi.index;
  requires transitive dev.meerkat.spi.auth;
  requires transitive dev.meerkat.spi.command;

  exports dev.meerkat.engine;
  exports dev.meerkat.engine.catalog;
  exports dev.meerkat.engine.changestream;
  exports dev.meerkat.engine.collection;
  exports dev.meerkat.engine.cursor;
  exports dev.meerkat.engine.diagnostic;
  exports dev.meerkat.engine.failpoint;
  exports dev.meerkat.engine.history;
  exports dev.meerkat.engine.index;
  exports dev.meerkat.engine.oplog;
  exports dev.meerkat.engine.parameter;
  exports dev.meerkat.engine.plan;
  exports dev.meerkat.engine.querysettings;
  exports dev.meerkat.engine.session;
  exports dev.meerkat.engine.timeseries;
  exports dev.meerkat.engine.transaction;

  provides StageProvider with
      EngineStages;
  provides IndexTypeProvider with
      CoreIndexTypes;
}
