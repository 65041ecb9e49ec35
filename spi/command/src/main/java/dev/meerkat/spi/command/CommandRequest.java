package dev.meerkat.spi.command;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** One parsed request of a command. Threads: confined to one operation. */
public final class CommandRequest extends Fields {
  private final CommandSchema command;
  private final String database;
  private final List<DocumentSequence> sequences;
  private final Namespace namespace;
  private final CommonFields common;

  CommandRequest(
      CommandSchema command, String database, DocumentView body, List<DocumentSequence> sequences) {
    super(command.document(), body);
    this.command = command;
    this.database = database;
    this.sequences = command.checked(sequences, this);
    this.namespace = namespaceOf(command);
    this.common = CommonFields.parse(this, command.commonSlot());
  }

  /** The command that is asked for. */
  public CommandSchema command() {
    return command;
  }

  public String database() {
    return database;
  }

  /**
   * What the command's own value addresses: a collection, a full namespace, or else the database
   * alone.
   */
  public Namespace namespace() {
    return namespace;
  }

  /** The fields that every command has. */
  public CommonFields common() {
    return common;
  }

  /** The command document as it came. */
  public DocumentView body() {
    return source();
  }

  /**
   * Whether the command has no fields besides some of its own, and those that every command has.
   *
   * @param some what {@link CommandSchema#some} has answered
   */
  public boolean hasOnly(long some) {
    return sequences.isEmpty() && (present() & ~some & (1L << command.commonSlot()) - 1) == 0;
  }

  /** Whether a name is one of the fields that the command, or every command, has. */
  public boolean knows(String name) {
    return schema().slotOrNone(name) >= 0;
  }

  /**
   * The command's fields decoded, without its own value, without those that every command has, and
   * without those that are absent.
   */
  public BsonDocument ownFields() {
    List<Field> fields = schema().fields();
    BsonDocument own = new BsonDocument();
    for (int slot = 1; slot < command.commonSlot(); slot++) {
      if (valueAt(slot) != 0) {
        own.append(fields.get(slot).name, BsonBytes.decode(bytes(), typeAt(slot), valueAt(slot)));
      }
    }
    return own;
  }

  @Override
  public boolean has(String name) {
    return super.has(name) || sequence(name) != null;
  }

  /** The documents of an array field or of the sequence that stands for it. */
  @Override
  public List<DocumentView> documents(String name) {
    List<DocumentView> beside = sequence(name);
    return beside == null ? super.documents(name) : beside;
  }

  private @Nullable List<DocumentView> sequence(String name) {
    for (int i = 0; i < sequences.size(); i++) {
      if (sequences.get(i).field().equals(name)) {
        return sequences.get(i).documents();
      }
    }
    return null;
  }

  private Namespace namespaceOf(CommandSchema command) {
    Field first = command.document().fields().getFirst();
    if (valueAt(0) == 0 || typeAt(0) != BsonBytes.STRING) {
      return new Namespace(database, "");
    }
    String text = BsonBytes.recurring(bytes(), valueAt(0));
    return switch (first.kind) {
      case COLLECTION, COLLECTION_OR_ONE -> {
        Namespace collection = new Namespace(database, text);
        Names.checkLength(collection);
        yield collection;
      }
      case NAMESPACE -> Namespace.parse(text);
      case ANY, TYPED, INTEGRAL, DOCUMENTS, STRINGS, UUID -> new Namespace(database, "");
    };
  }
}
