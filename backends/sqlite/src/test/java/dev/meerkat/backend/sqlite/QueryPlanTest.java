package dev.meerkat.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No statement of the normal path scans a table or sorts. */
final class QueryPlanTest {
  @TempDir Path folder = Path.of(".");

  @Test
  void everyStatementSearchesByItsKey() {
    SqliteConnection connection = SqliteConnection.open(folder.resolve("plans.sqlite"), true);
    Sql.SCHEMA.forEach(connection::execute);
    List<String> statements =
        new ArrayList<>(
            List.of(
                Sql.HOLD,
                Sql.COUNTER_FIND,
                Sql.COUNTER_DELETE,
                Sql.COUNT_OPENING,
                Sql.IDENT_KILL,
                Sql.IDENT_DELETE));
    connection.execute(Sql.Records.log(7).create());
    statements.addAll(Sql.RECORDS.all());
    statements.addAll(Sql.Records.log(7).all());
    statements.addAll(Sql.ENTRIES.all());
    statements.addAll(Sql.DOCUMENTS.all());
    for (String sql : statements) {
      assertSearches(sql, plan(connection, sql));
    }
    connection.close();
  }

  private static void assertSearches(String sql, List<String> plan) {
    if (sql.startsWith("INSERT")) {
      assertEquals(List.of(), plan, sql);
      return;
    }
    String steps = String.join("; ", plan);
    assertFalse(steps.contains("TEMP B-TREE"), () -> sql + ": " + steps);
    assertTrue(
        plan.stream()
            .allMatch(
                step ->
                    step.startsWith("SEARCH")
                        || step.startsWith("CO-ROUTINE")
                        || isSubquery(step)
                        || isAsked(step)),
        () -> sql + ": " + steps);
    assertTrue(
        steps.contains("USING INTEGER PRIMARY KEY")
            || steps.contains("USING PRIMARY KEY")
            || steps.contains("INDEX sqlite_autoindex_documents_1"),
        () -> sql + ": " + steps);
  }

  /** The counting statement scans what its inner one has found. */
  private static boolean isSubquery(String step) {
    return step.startsWith("SCAN (subquery");
  }

  /** The outermost loop goes over the numbers asked for: they decide the order. */
  private static boolean isAsked(String step) {
    return step.startsWith("SCAN asked VIRTUAL TABLE");
  }

  private static List<String> plan(SqliteConnection connection, String sql) {
    SqliteStatement statement = connection.take("EXPLAIN QUERY PLAN " + sql);
    List<String> steps = new ArrayList<>();
    while (statement.step()) {
      steps.add(statement.text(3));
    }
    connection.give(statement);
    return steps;
  }
}
