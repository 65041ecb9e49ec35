package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.values.Collation;
import dev.meerkat.values.ExpressionPaths;
import dev.meerkat.values.FieldPath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code $merge}: each document becomes a statement of an update or insert command on
 * the target. Threads: confined to one operation.
 */
final class MergeWriter implements WritingCursor.Writer {
  private static final BsonDocument SIMPLE = Collation.SIMPLE.toBson();

  private final MergeStage stage;
  private final StageContext context;
  private BsonArray batch = new BsonArray();
  private long batchBytes;
  private boolean isChecked;

  /** Whether the index that the fields are unique by has documents without them. */
  private boolean takesMissing;

  /** Whether documents are found by another collation than the target's own. */
  private boolean collates;

  MergeWriter(MergeStage stage, StageContext context) {
    this.stage = stage;
    this.context = context;
  }

  @Override
  public void add(DocumentView document) {
    checkTarget();
    BsonDocument complete = document.toBson();
    // Where other fields find a document, it keeps its own _id.
    if (!complete.containsKey("_id") && stage.on().contains("_id")) {
      BsonDocument withId =
          new BsonDocument("_id", new BsonObjectId(context.operation().seeds().newObjectId()));
      withId.putAll(complete);
      complete = withId;
    }
    if (stage.pipeline() != null) {
      updateByPipeline(document, complete);
      return;
    }
    batch.add(stage.whenMatched() == MergeStage.WhenMatched.FAIL ? complete : statement(complete));
    batchBytes += document.length();
    if (OutputTarget.isFull(batch.size(), batchBytes)) {
      flush();
    }
  }

  @Override
  public void finish() {
    checkTarget();
    flush();
  }

  /** What has been merged stays, as MongoDB documents. */
  @Override
  public void abandon() {}

  private void checkTarget() {
    if (isChecked) {
      return;
    }
    isChecked = true;
    BsonDocument existing = stage.target().describe(context);
    BsonString kept = new BsonString("collection");
    if (existing != null && !existing.getString("type", kept).equals(kept)) {
      throw new ServerException(
          ErrorCode.COMMAND_NOT_SUPPORTED_ON_VIEW,
          "Namespace " + stage.target().namespace() + " is a view, not a collection");
    }
    collates = !stage.collation().equals(collationOf(existing));
    Set<String> on = Set.copyOf(stage.on());
    if (on.equals(Set.of("_id"))) {
      return;
    }
    boolean isFound = false;
    if (existing != null) {
      for (BsonValue index : stage.target().indexes(context)) {
        if (isUniqueOver(index.asDocument(), on)
            && stage.collation().equals(index.asDocument().get("collation", SIMPLE))) {
          takesMissing |= !index.asDocument().getBoolean("sparse", BsonBoolean.FALSE).getValue();
          isFound = true;
        }
      }
    }
    if (!isFound) {
      throw Documents.error(
          51183, "Cannot find index to verify that join fields will be unique: " + stage.on());
    }
  }

  private static BsonValue collationOf(@Nullable BsonDocument collection) {
    return collection == null
        ? SIMPLE
        : collection.getDocument("options", new BsonDocument()).get("collation", SIMPLE);
  }

  private static boolean isUniqueOver(BsonDocument index, Set<String> fields) {
    return index.getBoolean("unique", BsonBoolean.FALSE).getValue()
        && !index.containsKey("partialFilterExpression")
        && new HashSet<>(index.getDocument("key").keySet()).equals(fields);
  }

  private BsonDocument filter(BsonDocument document) {
    DocumentView view = DocumentView.of(document);
    BsonDocument filter = new BsonDocument();
    for (String field : stage.on()) {
      BsonValue value = ExpressionPaths.evaluate(FieldPath.of(field), view);
      if (value == null || value.isNull() || value.getBsonType() == BsonType.UNDEFINED) {
        if (takesMissing) {
          filter.append(field, new BsonDocument("$eq", BsonNull.VALUE));
          continue;
        }
        throw Documents.error(
            51132, "$merge write error: 'on' field cannot be missing, null, undefined or an array");
      }
      if (value.isArray()) {
        throw Documents.error(51185, "$merge write error: 'on' field cannot be an array");
      }
      filter.append(field, new BsonDocument("$eq", value));
    }
    return filter;
  }

  private BsonDocument statement(BsonDocument document) {
    BsonDocument update =
        switch (stage.whenMatched()) {
          case REPLACE -> document;
          case MERGE -> new BsonDocument("$set", document);
          case KEEP_EXISTING -> new BsonDocument("$setOnInsert", document);
          case FAIL, PIPELINE -> throw new IllegalStateException("not an update");
        };
    return collated(
        new BsonDocument("q", filter(document))
            .append("u", update)
            .append(
                "upsert",
                BsonBoolean.valueOf(stage.whenNotMatched() == MergeStage.WhenNotMatched.INSERT)));
  }

  private BsonDocument collated(BsonDocument statement) {
    return collates ? statement.append("collation", stage.collation()) : statement;
  }

  private void flush() {
    if (batch.isEmpty()) {
      return;
    }
    int statements = batch.size();
    if (stage.whenMatched() == MergeStage.WhenMatched.FAIL) {
      insert(batch);
    } else {
      checkMatched(update(batch, new BsonDocument()), statements);
    }
    batch = new BsonArray();
    batchBytes = 0;
  }

  /**
   * Updates where a document is there, and inserts where none is. Between the two somebody else may
   * insert it: then there is one to update.
   */
  private void updateByPipeline(DocumentView document, BsonDocument complete) {
    BsonDocument variables = new BsonDocument("new", complete);
    stage
        .lets()
        .forEach(
            (name, expression) -> {
              BsonValue value = expression.evaluate(document, context.scope());
              if (value != null) {
                variables.append(name, value);
              }
            });
    BsonDocument statement =
        collated(new BsonDocument("q", filter(complete)).append("u", pipeline()));
    BsonArray one = new BsonArray(List.of(statement));
    if (update(one, variables) > 0) {
      return;
    }
    switch (stage.whenNotMatched()) {
      case DISCARD -> {}
      case FAIL -> checkMatched(0, 1);
      case INSERT -> {
        try {
          insert(new BsonArray(List.of(complete)));
        } catch (ServerException e) {
          if (e.code().number() != ErrorCode.DUPLICATE_KEY.number()
              || update(one, variables) == 0) {
            throw e;
          }
        }
      }
    }
  }

  private BsonArray pipeline() {
    BsonArray pipeline = stage.pipeline();
    if (pipeline == null) {
      throw new IllegalStateException("no pipeline");
    }
    return pipeline;
  }

  private int update(BsonArray statements, BsonDocument variables) {
    BsonDocument command =
        new BsonDocument("update", new BsonString(stage.target().namespace().collection()))
            .append("updates", statements)
            .append("ordered", BsonBoolean.FALSE);
    if (!variables.isEmpty()) {
      // As constants, not expressions: a value that looks like a field path must stay a value.
      BsonDocument constants = new BsonDocument();
      variables.forEach(
          (name, value) -> constants.append(name, new BsonDocument("$literal", value)));
      command.append("let", constants);
    }
    return stage.target().write(context, command).getNumber("n", new BsonInt32(0)).intValue();
  }

  private void insert(BsonArray documents) {
    stage
        .target()
        .write(
            context,
            new BsonDocument("insert", new BsonString(stage.target().namespace().collection()))
                .append("documents", documents)
                .append("ordered", BsonBoolean.FALSE));
  }

  private void checkMatched(int found, int statements) {
    if (stage.whenNotMatched() == MergeStage.WhenNotMatched.FAIL && found < statements) {
      throw new ServerException(
          new ErrorCode(13113, "MergeStageNoMatchingDocument"),
          "$merge could not find a matching document in the target collection for at least one"
              + " document in the source collection");
    }
  }
}
