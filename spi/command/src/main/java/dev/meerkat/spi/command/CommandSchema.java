package dev.meerkat.spi.command;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonBoolean;

/**
 * The fields of a command, declared once: names, accepted types, coercion, null rules. It parses
 * requests, feeds {@code listCommands}, and refuses what does not fit with MongoDB's codes.
 * Threads: immutable.
 */
public final class CommandSchema {
  private final List<String> names;
  private final String help;
  private final Set<Trait> traits;
  private final DocumentSchema fields;
  private final int commonSlot;

  private CommandSchema(Builder builder, List<Field> own) {
    this.names = builder.names;
    this.help = builder.help;
    this.traits = builder.traits;
    List<Field> all = new ArrayList<>(own.size() + 1 + CommonFields.FIELDS.size());
    all.add(builder.first);
    all.addAll(own);
    this.commonSlot = all.size();
    all.addAll(CommonFields.FIELDS);
    this.fields =
        DocumentSchema.ofCommand(names, traits.contains(Trait.IGNORES_UNKNOWN_FIELDS), all);
  }

  /** What a command may be used for, and what it takes, besides its fields. */
  enum Trait {
    ADMIN_ONLY,
    STABLE,
    DEPRECATED,
    TAKES_READ_CONCERN,
    TAKES_SNAPSHOT_READ_CONCERN,
    TAKES_WRITE_CONCERN,
    IN_TRANSACTIONS,
    RETRYABLE,
    WITHOUT_AUTHENTICATION,
    TEST_ONLY,
    IGNORES_UNKNOWN_FIELDS
  }

  /** Begins a schema with the command's name and its aliases. */
  public static Builder of(String name, String... aliases) {
    return new Builder(name, aliases);
  }

  /** The command's name first, then its aliases. */
  public List<String> names() {
    return names;
  }

  /** The command's name, whatever alias a client used. */
  public String name() {
    return names.getFirst();
  }

  /** One sentence for {@code listCommands}. */
  public String help() {
    return help;
  }

  /** Whether it runs against the {@code admin} database alone. */
  public boolean isAdminOnly() {
    return traits.contains(Trait.ADMIN_ONLY);
  }

  /** Whether it is part of version 1 of the Stable API. */
  public boolean isStable() {
    return traits.contains(Trait.STABLE);
  }

  /** Whether version 1 of the Stable API advises against it. */
  public boolean isDeprecated() {
    return traits.contains(Trait.DEPRECATED);
  }

  /** Whether it takes read concerns other than {@code local}. */
  public boolean takesReadConcern() {
    return traits.contains(Trait.TAKES_READ_CONCERN);
  }

  /** Whether it can read at a time of the past, outside of transactions. */
  public boolean takesSnapshotReadConcern() {
    return traits.contains(Trait.TAKES_SNAPSHOT_READ_CONCERN);
  }

  public boolean takesWriteConcern() {
    return traits.contains(Trait.TAKES_WRITE_CONCERN);
  }

  public boolean isAllowedInTransactions() {
    return traits.contains(Trait.IN_TRANSACTIONS);
  }

  /** Whether a {@code txnNumber} makes it a retryable write. */
  public boolean isRetryable() {
    return traits.contains(Trait.RETRYABLE);
  }

  /** Whether only a server that is started for tests has it. */
  public boolean isTestOnly() {
    return traits.contains(Trait.TEST_ONLY);
  }

  public boolean requiresAuthentication() {
    return !traits.contains(Trait.WITHOUT_AUTHENTICATION);
  }

  /**
   * Parses a request.
   *
   * @param database the database that the command addresses ({@code $db})
   * @param body the command document
   * @param sequences the document sequences that came beside it
   * @throws ServerException with MongoDB's code where the request does not fit
   */
  public CommandRequest parse(
      String database, DocumentView body, List<DocumentSequence> sequences) {
    Names.checkDatabase(database);
    if (isAdminOnly() && !"admin".equals(database)) {
      if (!isAllowedInTransactions() && BsonBoolean.FALSE.equals(body.get("autocommit"))) {
        throw CommonRules.notInTransactions(this);
      }
      throw new ServerException(
          ErrorCode.UNAUTHORIZED, name() + " may only be run against the admin database.");
    }
    CommandRequest request = new CommandRequest(this, database, body, sequences);
    CommonRules.check(this, request, commonSlot);
    return request;
  }

  /** Whether fields that it does not know are passed over. */
  public boolean ignoresUnknownFields() {
    return traits.contains(Trait.IGNORES_UNKNOWN_FIELDS);
  }

  /** The command's own value, and then its fields, without those that every command has. */
  public List<Field> fields() {
    return fields.fields().subList(0, commonSlot);
  }

  /** Some fields of the command, its own value among them, for {@link CommandRequest#hasOnly}. */
  public long some(String... names) {
    long some = 1;
    for (String name : names) {
      some |= 1L << fields.slot(name);
    }
    return some;
  }

  /** Where the fields begin that every command has. */
  int commonSlot() {
    return commonSlot;
  }

  DocumentSchema document() {
    return fields;
  }

  /** Refuses sequences that stand for no field, or for one that is there, and what is missing. */
  List<DocumentSequence> checked(List<DocumentSequence> sequences, Fields located) {
    if (sequences.isEmpty()) {
      fields.check(located, 0);
      return sequences;
    }
    long given = 0;
    for (DocumentSequence sequence : sequences) {
      int slot = fields.slotOrNone(sequence.field());
      if (slot < 0 || fields.fields().get(slot).kind != Field.Kind.DOCUMENTS) {
        throw fields.unknown(sequence.field());
      }
      if (located.valueAt(slot) != 0 || (given & 1L << slot) != 0) {
        throw fields.duplicate(sequence.field());
      }
      given |= 1L << slot;
    }
    fields.check(located, given);
    return sequences;
  }

  /** Collects what a command declares; ended by {@link #fields}. Threads: confined. */
  public static final class Builder {
    private final List<String> names;
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
    private String help = "";
    private Field first;

    private Builder(String name, String... aliases) {
      List<String> all = new ArrayList<>();
      all.add(name);
      all.addAll(List.of(aliases));
      this.names = List.copyOf(all);
      this.first = Field.any(name);
    }

    /** One sentence that says what the command does. */
    public Builder help(String sentence) {
      help = sentence;
      return this;
    }

    /** The command's own value names a collection of the database. */
    public Builder collection() {
      first = Field.collection(names.getFirst());
      return this;
    }

    /** The command's own value names a collection, or is 1 for the whole database. */
    public Builder collectionOrOne() {
      first = Field.collectionOrOne(names.getFirst());
      return this;
    }

    /** The command's own value is a namespace. */
    public Builder namespace() {
      first = Field.namespace(names.getFirst());
      return this;
    }

    /** What the command's own value must be, where it is not anything. */
    public Builder value(Field field) {
      first = field;
      return this;
    }

    public Builder adminOnly() {
      return with(Trait.ADMIN_ONLY);
    }

    public Builder stable() {
      return with(Trait.STABLE);
    }

    /** It is part of the Stable API, and may leave it. */
    public Builder deprecated() {
      return with(Trait.DEPRECATED);
    }

    public Builder readConcern() {
      return with(Trait.TAKES_READ_CONCERN);
    }

    /** All read concerns, {@code snapshot} included. */
    public Builder snapshotReadConcern() {
      return with(Trait.TAKES_READ_CONCERN).with(Trait.TAKES_SNAPSHOT_READ_CONCERN);
    }

    public Builder writeConcern() {
      return with(Trait.TAKES_WRITE_CONCERN);
    }

    public Builder inTransactions() {
      return with(Trait.IN_TRANSACTIONS);
    }

    public Builder retryable() {
      return with(Trait.RETRYABLE);
    }

    public Builder withoutAuthentication() {
      return with(Trait.WITHOUT_AUTHENTICATION);
    }

    /** Only a server with {@code enableTestCommands} has the command. */
    public Builder testOnly() {
      return with(Trait.TEST_ONLY);
    }

    /** Old diagnostics pass over fields that they do not know. */
    public Builder ignoresUnknownFields() {
      return with(Trait.IGNORES_UNKNOWN_FIELDS);
    }

    /** The command's fields besides its own value and those that every command has. */
    public CommandSchema fields(Field... fields) {
      return new CommandSchema(this, List.of(fields));
    }

    private Builder with(Trait trait) {
      traits.add(trait);
      return this;
    }
  }
}
