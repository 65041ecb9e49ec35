package dev.meerkat.engine.plan;

import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Predicate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonDocument;

/**
 * What queries have in common that differ in their values alone: the operators and paths of their
 * filter, the sort, the projection and the collation. Threads: immutable.
 *
 * @param reads the paths that are read of the documents afterwards, where a plan may depend on them
 *     though nobody has asked for it by a projection; else empty
 * @param order the collation in force
 * @see <a href="https://www.mongodb.com/docs/manual/core/query-plans/">Query plans</a>
 */
public record PlanShape(String text, String reads, ValueOrder order) {
  /** The shape of a query. */
  public static PlanShape of(PlanQuery query) {
    StringBuilder text = new StringBuilder(64);
    text.append(of(query.filter().predicate()));
    SortPattern sort = query.sort();
    text.append("|s:").append(sort == null ? "" : sort.toBson().toJson());
    BsonDocument projection = query.projection();
    text.append("|p:")
        .append(projection == null || projection.isEmpty() ? "" : projection.toJson());
    Set<String> fields = projection == null ? query.fields() : null;
    String reads = fields == null ? "" : new TreeSet<>(fields).toString();
    return new PlanShape(text.toString(), reads, query.order());
  }

  /** The shape as clients name it: of filter, sort, projection and collation alone. */
  public PlanShape asked() {
    return reads.isEmpty() ? this : new PlanShape(text, "", order);
  }

  /** Eight digits for who reads logs: {@code planCacheShapeHash}. */
  public String hash() {
    return "%08X".formatted(text.hashCode());
  }

  private static String of(Predicate predicate) {
    return switch (predicate) {
      case Predicate.And and -> branches("an", and.branches());
      case Predicate.Or or -> branches("or", or.branches());
      case Predicate.Nor nor -> branches("nr", nor.branches());
      case Predicate.Not not -> "nt[" + of(not.branch()) + "]";
      case Predicate.Path path -> path.path() + path.operator() + constant(path);
      case Predicate.ElementObject element ->
          element.path() + "$elemMatch{" + of(element.branch()) + "}";
      case Predicate.ElementValue element ->
          element.path() + "$elemMatch" + branches("", element.branches());
      case Predicate.Text _ -> "$text";
      case Predicate.Near near -> near.path() + "$near";
      case Predicate.Opaque opaque -> opaque.describe().toJson();
    };
  }

  /** Whether a path is to exist, and of which type its values are, is no value but a question. */
  private static String constant(Predicate.Path path) {
    return path.operator().equals("$exists") || path.operator().equals("$type")
        ? path.operand().toString()
        : "";
  }

  /** Branches in one order, however they were written. */
  private static String branches(String operator, List<Predicate> branches) {
    List<String> texts = new ArrayList<>(branches.size());
    for (Predicate branch : branches) {
      texts.add(of(branch));
    }
    Collections.sort(texts);
    return operator + texts;
  }
}
