package dev.meerkat.contract;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code docs/EXTENDING.md} shows compiles against the SPIs and contracts as they are.
 * Threads: one test at a time.
 */
final class ExtendingPageTest {
  private static final Pattern BLOCK = Pattern.compile("(?m)^```java\n(.*?)^```$", Pattern.DOTALL);
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(?:public )?(?:final )?(?:class|record) (\\w+)");
  private static final String CONSTANT = "private static final ";
  private static final String AS_ABOVE = "  // SCHEMA as above\n";

  /** What a reader would have in scope; the page leaves imports out. */
  private static final String IMPORTS =
      """
      import dev.meerkat.contract.*;
      import dev.meerkat.spi.*;
      import dev.meerkat.spi.auth.*;
      import dev.meerkat.spi.command.*;
      import dev.meerkat.spi.index.*;
      import dev.meerkat.spi.query.*;
      import dev.meerkat.spi.storage.*;
      import java.nio.file.Path;
      import java.util.*;
      import org.bson.*;
      import org.jspecify.annotations.Nullable;
      """;

  /** What the page names and leaves to its reader: declared to be compiled against, never run. */
  private static final String LEFT_OUT =
      """
      abstract class MyStorage implements Storage {
        static MyStorage open(StorageOptions options) {
          throw new AssertionError("compiled, never run");
        }
      }

      abstract class PassphraseMechanism implements AuthMechanism {
        static AuthMechanism create() {
          throw new AssertionError("compiled, never run");
        }
      }

      final class Ada {
        static CredentialStore credentials() {
          throw new AssertionError("compiled, never run");
        }

        static byte[] answer(int step, byte[] challenge) {
          throw new AssertionError("compiled, never run");
        }
      }
      """;

  @TempDir Path classes;

  @Test
  void everySnippetCompiles() throws IOException {
    String page = Files.readString(page());
    List<JavaFileObject> sources = new ArrayList<>();
    Set<String> providers = new TreeSet<>();
    String constant = "";
    Matcher blocks = BLOCK.matcher(page);
    while (blocks.find()) {
      String block = blocks.group(1);
      if (block.startsWith(CONSTANT)) {
        constant = block;
        continue;
      }
      // One package for each block, since several of them declare the same names.
      String name = "block" + sources.size();
      String text = block.replace(AS_ABOVE, constant).replaceAll("(?m)^public ", "");
      Matcher types = TYPE.matcher(block);
      assertTrue(types.find(), block);
      providers.add(types.group(1));
      sources.add(new Source(name, "package " + name + ";\n" + IMPORTS + text + LEFT_OUT));
    }
    assertEquals(
        Set.of(
            "MyAccumulators",
            "MyCommands",
            "MyExpressions",
            "MyIndexTypes",
            "MyMechanisms",
            "MyStages",
            "MyStorageProvider",
            "MyWindowFunctions"),
        providers);
    assertEquals(List.of(), errors(sources));
  }

  private List<String> errors(List<JavaFileObject> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-d",
            classes.toString(),
            "-proc:none",
            "-classpath",
            System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path", "")));
    boolean isDone = compiler.getTask(null, null, found, options, null, sources).call();
    List<String> errors =
        found.getDiagnostics().stream()
            .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
            .map(one -> one.getSource().getName() + ": " + one.getMessage(Locale.ROOT))
            .toList();
    assertEquals(isDone, errors.isEmpty());
    return errors;
  }

  private static Path page() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/EXTENDING.md"))) {
      folder = requireNonNull(folder.getParent(), "the test runs outside the sources");
    }
    return folder.resolve("docs/EXTENDING.md");
  }

  /** One block in a package of its own. Threads: immutable. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name + "/Snippets.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
