package dev.meerkat.crash.isolation;

import dev.meerkat.crash.load.Violation;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The statements of one transaction. Each answers false where the server has taken the transaction
 * back. Threads: confined.
 */
final class Statements {
  private static final String ALL_ITEMS = "{find: 'items', sort: {_id: 1}, batchSize: 100000}";

  private final Session session;
  private final Attempt attempt;
  private final Random random;

  Statements(Session session, Attempt attempt, Random random) {
    this.session = session;
    this.attempt = attempt;
    this.random = random;
  }

  /** The version that a document is of. */
  static Version version(String collection, BsonDocument document) {
    return new Version(
        collection + "/" + document.get("_id"),
        document.getNumber("n").intValue(),
        document.getString("by").getValue(),
        document.getNumber("part").intValue());
  }

  /** Runs one; answers an empty document where the transaction is gone. */
  private BsonDocument run(String command) throws IOException {
    BsonDocument answer = session.statement(command);
    boolean isGone = !Session.isOk(answer);
    if (isGone) {
      int code = Session.code(answer);
      Violation.require(code == 112 || code == 251, () -> command + " answers " + answer.toJson());
    }
    return isGone ? new BsonDocument() : answer;
  }

  private BsonArray find(String command) throws IOException {
    BsonDocument answer = run(command);
    return answer.isEmpty() ? new BsonArray() : Session.documents(answer);
  }

  private boolean write(String command) throws IOException {
    BsonDocument answer = run(command);
    if (answer.isEmpty()) {
      return false;
    }
    Violation.require(
        answer.getNumber("n").intValue() == 1, () -> command + " answers " + answer.toJson());
    return true;
  }

  /** Sets an account's balance; the version before is one that this transaction has read. */
  private boolean set(Version before, int id, int balance, int part) throws IOException {
    int n = before.number() + 1;
    if (!write(
        "{update: 'accounts', updates: [{q: {_id: %d, n: %d}, u: {$set: {n: %d, by: '%s', part: %d, balance: %d}}}]}"
            .formatted(id, before.number(), n, attempt.id(), part, balance))) {
      return false;
    }
    attempt.write(new Version(before.key(), n, attempt.id(), part));
    return true;
  }

  /** Moves money between two accounts; now and then in two steps, which nobody may see. */
  boolean transfer() throws IOException {
    int from = random.nextInt(IsolationClient.ACCOUNTS);
    int to = (from + 1 + random.nextInt(IsolationClient.ACCOUNTS - 1)) % IsolationClient.ACCOUNTS;
    BsonArray found =
        find("{find: 'accounts', filter: {_id: {$in: [%d, %d]}}}".formatted(from, to));
    if (found.isEmpty()) {
      return false;
    }
    Violation.require(found.size() == 2, () -> "not two accounts: " + found);
    int amount = 1 + random.nextInt(9);
    for (BsonValue value : found) {
      BsonDocument account = value.asDocument();
      Version before = version("accounts", account);
      attempt.read(before);
      int id = account.getNumber("_id").intValue();
      int balance = account.getNumber("balance").intValue();
      int after = id == from ? balance - amount : balance + amount;
      if (random.nextInt(4) == 0) {
        if (!set(before, id, balance + 1000, 1)) {
          return false;
        }
        before = new Version(before.key(), before.number() + 1, attempt.id(), 1);
        if (!set(before, id, after, 2)) {
          return false;
        }
      } else if (!set(before, id, after, 1)) {
        return false;
      }
    }
    return true;
  }

  /** Reads everything, some of it twice: nothing is half there, and nothing changes meanwhile. */
  boolean audit() throws IOException {
    BsonArray accounts = find("{find: 'accounts', batchSize: 1000}");
    BsonArray items = find(ALL_ITEMS);
    BsonArray coins = find("{find: 'coins'}");
    if (accounts.isEmpty()) {
      return false;
    }
    int total = 0;
    for (BsonValue account : accounts) {
      attempt.read(version("accounts", account.asDocument()));
      total += account.asDocument().getNumber("balance").intValue();
    }
    int sum = total;
    Violation.require(
        sum == IsolationClient.ACCOUNTS * IsolationClient.BALANCE,
        () -> attempt.id() + " sees a total of " + sum + ": " + accounts);
    Violation.require(
        coins.size() == IsolationClient.COINS, () -> attempt.id() + " sees coins " + coins);
    items.forEach(item -> attempt.read(version("items", item.asDocument())));
    int group = random.nextInt(IsolationClient.GROUPS);
    BsonArray byIndex =
        find(
            "{find: 'items', filter: {g: %d}, hint: 'g_1', sort: {_id: 1}, batchSize: 100000}"
                .formatted(group));
    List<BsonValue> expected =
        items.stream()
            .filter(item -> item.asDocument().getNumber("g").intValue() == group)
            .toList();
    Violation.require(
        byIndex.getValues().equals(expected),
        () -> attempt.id() + " sees " + byIndex + " by the index, and " + expected + " without");
    BsonArray again = find("{find: 'accounts', batchSize: 1000}");
    Violation.require(
        again.equals(accounts), () -> attempt.id() + " sees " + accounts + ", and then " + again);
    return true;
  }

  /** Looks at all items and adds one: who sees it, sees all that its maker has done. */
  boolean insertItem(String id) throws IOException {
    int group = random.nextInt(IsolationClient.GROUPS);
    BsonArray accounts = find("{find: 'accounts', filter: {_id: {$lt: 2}}}");
    if (accounts.isEmpty()) {
      return false;
    }
    accounts.forEach(account -> attempt.read(version("accounts", account.asDocument())));
    find(ALL_ITEMS).forEach(item -> attempt.read(version("items", item.asDocument())));
    if (!write(
        "{insert: 'items', documents: [{_id: '%s', g: %d, n: 1, by: '%s', part: 1}]}"
            .formatted(id, group, attempt.id()))) {
      return false;
    }
    attempt.write(new Version("items/" + new BsonString(id), 1, attempt.id(), 1));
    return true;
  }

  /** Moves all items of a group to another one, in one statement. */
  boolean moveItems() throws IOException {
    int from = random.nextInt(IsolationClient.GROUPS);
    BsonArray items = find("{find: 'items', filter: {g: %d}, batchSize: 100000}".formatted(from));
    BsonDocument answer =
        run(
            "{update: 'items', updates: [{q: {g: %d}, multi: true, u: {$inc: {n: 1}, $set: {g: %d, by: '%s', part: 1}}}]}"
                .formatted(from, (from + 1) % IsolationClient.GROUPS, attempt.id()));
    if (answer.isEmpty()) {
      return false;
    }
    Violation.require(
        answer.getNumber("n").intValue() == items.size(),
        () -> attempt.id() + " has seen " + items + " and changed others: " + answer);
    for (BsonValue item : items) {
      Version before = version("items", item.asDocument());
      attempt.read(before);
      attempt.write(new Version(before.key(), before.number() + 1, attempt.id(), 1));
    }
    return true;
  }

  /** Reads two accounts and writes one. */
  boolean skew() throws IOException {
    int one = random.nextInt(IsolationClient.ACCOUNTS - 1);
    BsonArray found =
        find("{find: 'accounts', filter: {_id: {$in: [%d, %d]}}}".formatted(one, one + 1));
    if (found.isEmpty()) {
      return false;
    }
    found.forEach(account -> attempt.read(version("accounts", account.asDocument())));
    BsonDocument chosen = found.get(random.nextInt(2)).asDocument();
    return set(
        version("accounts", chosen),
        chosen.getNumber("_id").intValue(),
        chosen.getNumber("balance").intValue(),
        1);
  }

  /** Takes a coin away and puts another one in its place. */
  boolean moveCoin(String id) throws IOException {
    BsonArray coins = find("{find: 'coins'}");
    if (coins.isEmpty()) {
      return false;
    }
    BsonDocument gone = coins.get(random.nextInt(coins.size())).asDocument();
    return write(
            "{delete: 'coins', deletes: [{q: %s, limit: 1}]}"
                .formatted(new BsonDocument("_id", gone.get("_id")).toJson()))
        && write("{insert: 'coins', documents: [{_id: '%s'}]}".formatted(id));
  }
}
