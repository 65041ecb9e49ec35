package dev.meerkat.query.update;

import dev.meerkat.query.filter.Filters;
import dev.meerkat.query.update.UpdateNode.Branch;
import dev.meerkat.spi.BsonBytes;
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
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * An update that changes single paths: {@code {$set: …, $inc: …}}. It tells of its effect itself.
 * Threads: immutable.
 */
public final class OperatorUpdate implements Update, ChangeShape.Paths {
  private final Branch root;
  private final List<RenameUpdate> renames;
  private final ArrayFilters arrayFilters;
  private final Filter filter;

  /** What is touched; made for who asks, which nobody does where plain values have changed. */
  private @Nullable Touched touched;

  private OperatorUpdate(
      Branch root, List<RenameUpdate> renames, ArrayFilters arrayFilters, Filter filter) {
    this.root = root;
    this.renames = List.copyOf(renames);
    this.arrayFilters = arrayFilters;
    this.filter = filter;
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
          UpdatePath.add(root, rename.source(), rename.taking());
          UpdatePath.add(root, rename.target(), rename.giving());
        } else {
          String dotted = path.dotted();
          UpdatePath.add(
              root, path, CoreUpdates.parse(name, dotted, field.getValue(), () -> scope));
        }
      }
    }
    ArrayFilters arrayFilters = ArrayFilters.parse(options.arrayFilters(), scope);
    arrayFilters.check(identifiers);
    return new OperatorUpdate(root, renames, arrayFilters, options.filter());
  }

  /** See {@link Update#parsePoint}; what most updates do not have is left to the other parse. */
  static @Nullable OperatorUpdate parsePoint(byte[] array, int offset, Supplier<ParseScope> scope) {
    Branch root = new Branch();
    int first = BsonBytes.firstElement(offset);
    int operator = first;
    while (array[operator] != BsonBytes.END) {
      String name = BsonBytes.name(array, operator);
      if (array[operator] != BsonBytes.DOCUMENT
          || !CoreUpdates.isKnown(name)
          || name.equals("$rename")
          || isRepeated(name, array, first, operator)
          || !addFields(root, name, array, BsonBytes.valueOffset(array, operator), scope)) {
        return null;
      }
      operator = BsonBytes.nextElement(array, operator);
    }
    return new OperatorUpdate(root, List.of(), ArrayFilters.NONE, Filters.EVERYTHING);
  }

  private static boolean isRepeated(String name, byte[] array, int first, int operator) {
    for (int i = first; i < operator; i = BsonBytes.nextElement(array, i)) {
      if (name.equals(BsonBytes.name(array, i))) {
        return true;
      }
    }
    return false;
  }

  /** Adds what an operator does to its fields; false where not all of that is plain. */
  private static boolean addFields(
      Branch root, String operator, byte[] array, int document, Supplier<ParseScope> scope) {
    int field = BsonBytes.firstElement(document);
    while (array[field] != BsonBytes.END) {
      String dotted = BsonBytes.name(array, field);
      // A dollar may stand for an element of an array, which needs a filter, or be an error.
      if (dotted.isEmpty() || dotted.indexOf('$') >= 0) {
        return false;
      }
      try {
        FieldPath path = UpdatePath.parse(dotted, Set.of());
        BsonValue operand = UpdateNode.decode(array, field);
        UpdatePath.add(root, path, CoreUpdates.parse(operator, path.dotted(), operand, scope));
      } catch (ServerException e) {
        // It is told by the other parse, which may find another error before this one.
        return false;
      }
      field = BsonBytes.nextElement(array, field);
    }
    return true;
  }

  @Override
  public DocumentView apply(DocumentView document, UpdateContext context) {
    int position =
        root.isDynamic() ? Filters.matchedPosition(filter, document, context.scope()) : -1;
    DocumentView edited =
        edit(new EditRun(document, context.scopes(), false, position), context.scratch());
    if (edited.equals(document)) {
      return document;
    }
    Identity.check(document, edited);
    return edited;
  }

  @Override
  public DocumentView upsert(UpdateContext context) {
    DocumentView seed = DocumentView.of(UpsertSeed.of(filter));
    DocumentView edited = edit(new EditRun(seed, context.scopes(), true, -1), context.scratch());
    if (!Identity.isMissing(seed)) {
      Identity.check(seed, edited);
    }
    return Identity.first(edited.retain());
  }

  /** What the document becomes, as a view of {@code scratch}. */
  private DocumentView edit(EditRun run, DocumentBuilder scratch) {
    for (int i = 0; i < renames.size(); i++) {
      renames.get(i).check(run);
    }
    DocumentBuilder out = scratch.clearAndShrink();
    new UpdateWalk(run, arrayFilters, out).run(root.resolve(run.position()));
    return out.toView();
  }

  @Override
  public ChangeShape shape() {
    return this;
  }

  @Override
  public boolean mayTouch(String field) {
    return root.child(field) != null;
  }

  @Override
  public @Nullable Touched below(String name) {
    Touched known = touched;
    if (known == null) {
      known = TouchedPaths.of(root);
      touched = known;
    }
    return known.below(name);
  }
}
