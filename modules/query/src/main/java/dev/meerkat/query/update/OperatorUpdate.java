package dev.meerkat.query.update;

import dev.meerkat.query.filter.Filters;
import dev.meerkat.query.update.UpdateNode.Branch;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.FieldPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** An update that changes single paths: {@code {$set: …, $inc: …}}. Threads: immutable. */
public final class OperatorUpdate implements Update {
  private final Branch root;
  private final List<RenameUpdate> renames;
  private final ArrayFilters arrayFilters;
  private final Filter filter;
  private final ChangeShape shape;

  private OperatorUpdate(
      Branch root, List<RenameUpdate> renames, ArrayFilters arrayFilters, Filter filter) {
    this.root = root;
    this.renames = List.copyOf(renames);
    this.arrayFilters = arrayFilters;
    this.filter = filter;
    this.shape = TouchedPaths.of(root);
  }

  static OperatorUpdate parse(BsonDocument spec, UpdateOptions options, ParseScope scope) {
    Branch root = new Branch();
    List<RenameUpdate> renames = new ArrayList<>();
    Set<String> identifiers = new HashSet<>();
    for (Map.Entry<String, BsonValue> operator : spec.entrySet()) {
      String name = operator.getKey();
      CoreUpdates.checkKnown(name);
      if (!operator.getValue().isDocument()) {
        throw new ServerException(
            ErrorCode.FAILED_TO_PARSE,
            "Modifiers operate on fields but we found another type instead. For example:"
                + " {$mod: {<field>: ...}} not {"
                + name
                + ": "
                + operator.getValue()
                + "}");
      }
      for (Map.Entry<String, BsonValue> field : operator.getValue().asDocument().entrySet()) {
        FieldPath path = UpdatePath.parse(field.getKey(), identifiers);
        if (name.equals("$rename")) {
          RenameUpdate rename = RenameUpdate.parse(path, field.getValue());
          renames.add(rename);
          UpdatePath.add(root, rename.source(), new UpdateNode.Leaf(rename.taking()));
          UpdatePath.add(root, rename.target(), new UpdateNode.Leaf(rename.giving()));
        } else {
          FieldEdit edit = CoreUpdates.parse(name, path.dotted(), field.getValue(), scope);
          UpdatePath.add(root, path, new UpdateNode.Leaf(edit));
        }
      }
    }
    ArrayFilters arrayFilters = ArrayFilters.parse(options.arrayFilters(), scope);
    arrayFilters.check(identifiers);
    return new OperatorUpdate(root, renames, arrayFilters, options.filter());
  }

  @Override
  public DocumentView apply(DocumentView document, UpdateContext context) {
    int position =
        root.isDynamic() ? Filters.matchedPosition(filter, document, context.scope()) : -1;
    DocumentView edited =
        edit(new EditRun(document, context.scope(), false, position), context.scratch());
    if (edited.equals(document)) {
      return document;
    }
    Identity.check(document, edited);
    return edited.retain();
  }

  @Override
  public DocumentView upsert(UpdateContext context) {
    DocumentView seed = DocumentView.of(UpsertSeed.of(filter));
    DocumentView edited =
        edit(new EditRun(seed, context.scope(), true, -1), context.scratch());
    if (!Identity.isMissing(seed)) {
      Identity.check(seed, edited);
    }
    return Identity.first(edited.retain());
  }

  /** What the document becomes, as a view of {@code scratch}. */
  private DocumentView edit(EditRun run, DocumentBuilder scratch) {
    for (RenameUpdate rename : renames) {
      rename.check(run);
    }
    DocumentBuilder out = scratch.clearAndShrink();
    new UpdateWalk(run, arrayFilters, out).run(root.resolve(run.position()));
    return out.toView();
  }

  @Override
  public ChangeShape shape() {
    return shape;
  }

  @Override
  public boolean mayTouch(String field) {
    return root.child(field) != null;
  }
}
