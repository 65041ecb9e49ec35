package dev.meerkat.spectests.unified;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.bson.BsonDocument;

/**
 * What a client told of itself, in order, and how many connections are in use. Threads: safe;
 * guarded by this.
 */
public final class EventLog {
  /**
   * @param kind as a test names it, {@code commandStartedEvent}
   * @param fields as a test describes them
   */
  public record Event(String kind, BsonDocument fields) {
    /** {@code command}, {@code cmap} or {@code sdam}. */
    public String type() {
      if (kind.startsWith("command")) {
        return "command";
      }
      return kind.startsWith("pool") || kind.startsWith("connection") ? "cmap" : "sdam";
    }
  }

  private final Set<String> observed;
  private final List<Event> events = new ArrayList<>();
  private int checkedOut;
  private int ready;
  private boolean paused;

  /**
   * @param observed the kinds that the test wants to see; others are forgotten
   */
  EventLog(Set<String> observed) {
    this.observed = observed;
  }

  /** Whether the test wants to see events of a kind. */
  boolean isObserved(String kind) {
    return observed.contains(kind);
  }

  /** The events of a type, in order. */
  public synchronized List<Event> events(String type) {
    return events.stream().filter(event -> event.type().equals(type)).toList();
  }

  /** How many events match. */
  public synchronized long count(Predicate<Event> matching) {
    return events.stream().filter(matching).count();
  }

  /** Waits until so many events match, and answers whether they did in time. */
  public synchronized boolean await(Predicate<Event> matching, long count, long millis)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (count(matching) < count) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Connections that are in use now. */
  public synchronized int connectionsCheckedOut() {
    return checkedOut;
  }

  /** Events of pools and of the topology are forgotten until {@link #resume}. */
  synchronized void pause() {
    paused = true;
  }

  /** Waits until so many connections are ready, then listens to everything. */
  synchronized boolean resume(int connections, long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (ready < connections) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    paused = false;
    return true;
  }

  synchronized void add(String kind, BsonDocument fields) {
    switch (kind) {
      case "connectionCheckedOutEvent" -> checkedOut++;
      case "connectionCheckedInEvent" -> checkedOut--;
      case "connectionReadyEvent" -> ready++;
      default -> {}
    }
    if (observed.contains(kind) && !(paused && !kind.startsWith("command"))) {
      events.add(new Event(kind, fields));
    }
    notifyAll();
  }
}
