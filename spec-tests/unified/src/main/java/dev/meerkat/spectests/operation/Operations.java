package dev.meerkat.spectests.operation;

import dev.meerkat.spectests.unified.TestFailure;

/** All operations by name. Threads: immutable. */
final class Operations {
  private Operations() {}

  /** What entities can do. */
  static Operation named(String name) {
    return switch (name) {
      case "abortTransaction" -> SessionOperations::abortTransaction;
      case "aggregate" -> AggregateOperations::aggregate;
      case "appendMetadata" -> ClientOperations::appendMetadata;
      case "bulkWrite" -> BulkWriteOperation::run;
      case "clientBulkWrite" -> ClientBulkWriteOperation::run;
      case "close" -> CursorOperations::close;
      case "commitTransaction" -> SessionOperations::commitTransaction;
      case "count" -> CountOperations::count;
      case "countDocuments" -> CountOperations::countDocuments;
      case "createChangeStream" -> ChangeStreamOperation::run;
      case "createCollection" -> CollectionOperations::create;
      case "createCommandCursor" -> CommandOperations::createCommandCursor;
      case "createFindCursor" -> FindOperations::createFindCursor;
      case "createIndex" -> IndexOperations::createIndex;
      case "createSearchIndex" -> SearchIndexOperations::createOne;
      case "createSearchIndexes" -> SearchIndexOperations::createMany;
      case "delete" -> GridFsOperations::delete;
      case "deleteByName" -> GridFsOperations::deleteByName;
      case "deleteMany" -> DeleteOperations::deleteMany;
      case "deleteOne" -> DeleteOperations::deleteOne;
      case "distinct" -> AggregateOperations::distinct;
      case "download" -> GridFsOperations::download;
      case "downloadByName" -> GridFsOperations::downloadByName;
      case "drop" -> GridFsOperations::drop;
      case "dropCollection" -> CollectionOperations::drop;
      case "dropDatabase" -> CollectionOperations::dropDatabase;
      case "dropIndex" -> IndexOperations::dropIndex;
      case "dropIndexes" -> IndexOperations::dropIndexes;
      case "dropSearchIndex" -> SearchIndexOperations::drop;
      case "endSession" -> SessionOperations::endSession;
      case "estimatedDocumentCount" -> CountOperations::estimatedDocumentCount;
      case "find" -> FindOperations::find;
      case "findOne" -> FindOperations::findOne;
      case "findOneAndDelete" -> FindAndModifyOperations::findOneAndDelete;
      case "findOneAndReplace" -> FindAndModifyOperations::findOneAndReplace;
      case "findOneAndUpdate" -> FindAndModifyOperations::findOneAndUpdate;
      case "getSnapshotTime" -> SessionOperations::getSnapshotTime;
      case "insertMany" -> InsertOperations::insertMany;
      case "insertOne" -> InsertOperations::insertOne;
      case "iterateOnce" -> CursorOperations::iterateOnce;
      case "iterateUntilDocumentOrError" -> CursorOperations::iterateUntilDocumentOrError;
      case "listCollectionNames" -> ListingOperations::listCollectionNames;
      case "listCollectionObjects" -> ListingOperations::listCollectionObjects;
      case "listCollections" -> ListingOperations::listCollections;
      case "listDatabaseNames" -> ListingOperations::listDatabaseNames;
      case "listDatabaseObjects" -> ListingOperations::listDatabaseObjects;
      case "listDatabases" -> ListingOperations::listDatabases;
      case "listIndexNames" -> IndexOperations::listIndexNames;
      case "listIndexes" -> IndexOperations::listIndexes;
      case "listSearchIndexes" -> SearchIndexOperations::list;
      case "mapReduce" -> AggregateOperations::mapReduce;
      case "modifyCollection" -> CollectionOperations::modify;
      case "rename" -> CollectionOperations::rename;
      case "renameByName" -> GridFsOperations::renameByName;
      case "replaceOne" -> UpdateOperations::replaceOne;
      case "runCommand" -> CommandOperations::runCommand;
      case "runCursorCommand" -> CommandOperations::runCursorCommand;
      case "startTransaction" -> SessionOperations::startTransaction;
      case "updateMany" -> UpdateOperations::updateMany;
      case "updateOne" -> UpdateOperations::updateOne;
      case "updateSearchIndex" -> SearchIndexOperations::update;
      case "upload" -> GridFsOperations::upload;
      case "withTransaction" -> SessionOperations::withTransaction;
      default -> throw new TestFailure("there is no operation " + name);
    };
  }

  /** What the runner itself can do for a test. */
  static Operation ofRunner(String name) {
    return switch (name) {
      case "assertCollectionExists" -> CatalogAssertions::collectionExists;
      case "assertCollectionNotExists" -> CatalogAssertions::collectionNotExists;
      case "assertDifferentLsidOnLastTwoCommands" -> SessionAssertions::differentLsid;
      case "assertEventCount" -> EventOperations::assertEventCount;
      case "assertIndexExists" -> CatalogAssertions::indexExists;
      case "assertIndexNotExists" -> CatalogAssertions::indexNotExists;
      case "assertNumberConnectionsCheckedOut" -> EventOperations::connectionsCheckedOut;
      case "assertSameLsidOnLastTwoCommands" -> SessionAssertions::sameLsid;
      case "assertSessionDirty" -> SessionAssertions::dirty;
      case "assertSessionNotDirty" -> SessionAssertions::notDirty;
      case "assertSessionPinned" -> SessionAssertions::pinned;
      case "assertSessionTransactionState" -> SessionAssertions::transactionState;
      case "assertSessionUnpinned" -> SessionAssertions::unpinned;
      case "assertTopologyType" -> TopologyOperations::assertType;
      case "createEntities" -> TestControl::createEntities;
      case "failPoint" -> FailPointOperations::failPoint;
      case "recordTopologyDescription" -> TopologyOperations::record;
      case "runOnThread" -> TestControl::runOnThread;
      case "targetedFailPoint" -> FailPointOperations::targetedFailPoint;
      case "wait" -> TestControl::pause;
      case "waitForEvent" -> EventOperations::waitForEvent;
      case "waitForPrimaryChange" -> TopologyOperations::waitForPrimaryChange;
      case "waitForThread" -> TestControl::waitForThread;
      default -> throw new TestFailure("the runner has no operation " + name);
    };
  }
}
