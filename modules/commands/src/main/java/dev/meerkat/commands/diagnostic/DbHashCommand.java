package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.SystemViews;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.spi.CollectionHandle;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.UuidRepresentation;

/**
 * Answers an MD5 hash of each collection's documents, in the order of {@code _id}, and one of all
 * of them. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/dbHash/">dbHash</a>
 */
public final class DbHashCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("dbHash", "dbhash")
          .help("returns a hash of the data of a database")
          .ignoresUnknownFields()
          .snapshotReadConcern()
          .fields(Field.any("collections"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    long start = operation.ticker().nanos();
    Set<String> wanted = wanted(request.value("collections", new BsonInt32(1)));
    Map<String, Hashed> hashes;
    try (Execution execution = new Execution(operation)) {
      hashes = hashes(execution, request.database(), wanted);
    }
    MessageDigest all = md5();
    reply.appendString("host", operation.engine().server().hostAndPort());
    reply.beginDocument("collections");
    hashes.forEach(
        (name, hashed) -> {
          reply.appendString(name, hashed.hash());
          all.update(hashed.hash().getBytes(StandardCharsets.US_ASCII));
        });
    reply.end();
    reply.beginArray("capped");
    hashes.forEach(
        (name, hashed) -> {
          if (hashed.isCapped()) {
            reply.appendString(reply.nextIndex(), name);
          }
        });
    reply.end();
    reply.beginDocument("uuids");
    hashes.forEach(
        (name, hashed) ->
            reply.append(name, new BsonBinary(hashed.uuid(), UuidRepresentation.STANDARD)));
    reply.end();
    reply.appendString("md5", hex(all));
    reply.appendInt32("timeMillis", (int) ((operation.ticker().nanos() - start) / 1_000_000));
  }

  /** The hash of one collection. */
  private record Hashed(UUID uuid, String hash, boolean isCapped) {}

  /** The names asked for; none for all. */
  private static Set<String> wanted(BsonValue collections) {
    Set<String> names = new HashSet<>();
    if (collections.isArray()) {
      for (BsonValue name : collections.asArray()) {
        if (!name.isString()) {
          throw new ServerException(ErrorCode.BAD_VALUE, "collections entries have to be strings");
        }
        names.add(name.asString().getValue());
      }
    }
    return names;
  }

  private static Map<String, Hashed> hashes(
      Execution execution, String database, Set<String> wanted) {
    Map<String, Hashed> hashes = new TreeMap<>();
    Map<String, CollectionEntry> views = new TreeMap<>();
    for (CollectionEntry entry : execution.view().catalog().collections(database)) {
      String name = entry.namespace().collection();
      if (entry.isView()) {
        views.put(name, entry);
      } else if (isHashed(name) && (wanted.isEmpty() || wanted.contains(name))) {
        hashes.put(name, hash(execution, entry));
      }
    }
    if (!views.isEmpty() && (wanted.isEmpty() || wanted.contains(SystemViews.NAME))) {
      hashes.put(SystemViews.NAME, hash(database, views));
    }
    return hashes;
  }

  private static boolean isHashed(String name) {
    return !name.startsWith("system.")
        || name.startsWith("system.buckets.")
        || name.equals("system.js");
  }

  private static Hashed hash(Execution execution, CollectionEntry entry) {
    boolean isCapped = entry.options().capped();
    BsonDocument order = new BsonDocument(isCapped ? "$natural" : "_id", new BsonInt32(1));
    BsonDocument options = new BsonDocument("hint", order);
    if (!isCapped) {
      options.append("sort", order);
    }
    CollectionHandle collection =
        Objects.requireNonNull(execution.catalog().find(entry.namespace()));
    MessageDigest digest = md5();
    try (Cursor documents = collection.find(new BsonDocument(), options)) {
      while (documents.advance()) {
        DocumentView document = documents.current();
        digest.update(document.array(), document.offset(), document.length());
      }
    }
    return new Hashed(entry.uuid(), hex(digest), isCapped);
  }

  /** Views are kept in the catalog, and told as the documents of a collection of their own. */
  private static Hashed hash(String database, Map<String, CollectionEntry> views) {
    MessageDigest digest = md5();
    for (CollectionEntry view : views.values()) {
      BsonDocument document = new BsonDocument("_id", new BsonString(view.namespace().fullName()));
      document.putAll(view.options().toBson());
      digest.update(DocumentView.of(document).toBytes());
    }
    return new Hashed(SystemViews.uuid(database), hex(digest), false);
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
