package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dotted path such as {@code a.b.0}, taken apart once. Threads: immutable. */
public final class FieldPath {
  /** Components that a path can have at most. */
  public static final int MAX_COMPONENTS = 200;

  /**
   * Paths that were asked for lately, each where its hash says: most commands name the same few. A
   * path may be put into another's place at any time.
   */
  private static final @Nullable FieldPath[] RECENT = new @Nullable FieldPath[512];

  private static final int MAX_RECENT_LENGTH = 64;

  private final List<String> components;
  private final String dotted;
  private final byte[][] bytes;
  private final int[] arrayIndexes;

  private FieldPath(List<String> components) {
    this(components, String.join(".", components));
  }

  private FieldPath(List<String> components, String dotted) {
    this.components = List.copyOf(components);
    this.dotted = dotted;
    this.bytes = new byte[components.size()][];
    this.arrayIndexes = new int[components.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = BsonBytes.nameBytes(components.get(i));
      arrayIndexes[i] = arrayIndexOf(components.get(i));
    }
  }

  /** Splits at every dot and accepts whatever is between, as filters do. */
  public static FieldPath of(String path) {
    if (path.length() > MAX_RECENT_LENGTH) {
      return split(path);
    }
    int hash = path.hashCode();
    int place = (hash ^ hash >>> 9) & (RECENT.length - 1);
    FieldPath recent = RECENT[place];
    if (recent != null && recent.dotted.equals(path)) {
      return recent;
    }
    FieldPath parsed = split(path);
    RECENT[place] = parsed;
    return parsed;
  }

  private static FieldPath split(String path) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      return new FieldPath(List.of(path), path);
    }
    List<String> components = new ArrayList<>();
    int start = 0;
    while (dot >= 0) {
      components.add(path.substring(start, dot));
      start = dot + 1;
      dot = path.indexOf('.', start);
    }
    components.add(path.substring(start));
    return new FieldPath(components, path);
  }

  /**
   * Splits and judges a path as aggregation, projection and sort do: empty 40352, a dot at the end
   * 40353, an empty component 15998, a leading {@code $} 16410, NUL 16411, too deep 15.
   */
  public static FieldPath parse(String path) {
    require(!path.isEmpty(), 40352, "FieldPath cannot be constructed with empty string");
    require(!path.endsWith("."), 40353, "FieldPath must not end with a '.'.");
    FieldPath parsed = of(path);
    if (parsed.size() > MAX_COMPONENTS) {
      throw new ServerException(ErrorCode.OVERFLOW, "FieldPath is too long");
    }
    for (String component : parsed.components) {
      requireFieldName(component);
    }
    return parsed;
  }

  /** Fails with 5729100 where a filter's path is deeper than a stored document can be. */
  public static void requireStorable(String path) {
    // Every component but the last takes a dot, so that short paths need not be counted.
    if (path.length() >= Limits.MAX_STORED_DEPTH
        && path.chars().filter(c -> c == '.').count() >= Limits.MAX_STORED_DEPTH) {
      throw new ServerException(ErrorCode.location(5729100), "FieldPath is too long");
    }
  }

  /** Judges one component as {@link #parse} does; a dot within it is error 16412. */
  public static void requireFieldName(String name) {
    require(!name.isEmpty(), 15998, "FieldPath field names may not be empty strings.");
    require(
        name.charAt(0) != '$' || isReference(name),
        16410,
        "FieldPath field names may not start with '$'. Consider using $getField or $setField.");
    require(name.indexOf('\0') < 0, 16411, "FieldPath field names may not contain '\\0'.");
    require(name.indexOf('.') < 0, 16412, "FieldPath field names may not contain '.'.");
  }

  /** Components, 1 or more. */
  public int size() {
    return bytes.length;
  }

  public String component(int index) {
    return components.get(index);
  }

  /** A component as UTF-8; the caller must not change it. */
  public byte[] bytes(int index) {
    return bytes[index];
  }

  /** The array index that a component is ({@code "0"}, {@code "17"}, not {@code "01"}), or -1. */
  public int arrayIndex(int index) {
    return arrayIndexes[index];
  }

  /** The path with its dots. */
  public String dotted() {
    return dotted;
  }

  /**
   * @param size components to keep, 1 to {@link #size()}
   */
  public FieldPath prefix(int size) {
    return size == size() ? this : new FieldPath(components.subList(0, size));
  }

  /**
   * The components from {@code start} on.
   *
   * @param start 0 to {@link #size()} - 1
   */
  public FieldPath suffix(int start) {
    return start == 0 ? this : new FieldPath(components.subList(start, size()));
  }

  /** This path with one component more. */
  public FieldPath child(String component) {
    List<String> longer = new ArrayList<>(components);
    longer.add(component);
    return new FieldPath(longer);
  }

  /** Whether the other path is this one or goes on from it. */
  public boolean isPrefixOf(FieldPath other) {
    return size() <= other.size() && components.equals(other.components.subList(0, size()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldPath path && components.equals(path.components);
  }

  @Override
  public int hashCode() {
    return components.hashCode();
  }

  @Override
  public String toString() {
    return dotted();
  }

  /** References to other collections ({@code $ref}, {@code $id}, {@code $db}) are plain fields. */
  private static boolean isReference(String name) {
    return name.equals("$ref") || name.equals("$id") || name.equals("$db");
  }

  private static int arrayIndexOf(String component) {
    int length = component.length();
    if (length == 0 || length > 9 || (length > 1 && component.charAt(0) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < length; i++) {
      int digit = component.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static void require(boolean valid, int code, String text) {
    if (!valid) {
      throw new ServerException(ErrorCode.location(code), text);
    }
  }
}
