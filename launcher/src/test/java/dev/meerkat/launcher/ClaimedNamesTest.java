package dev.meerkat.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The program beside plugins that bring a name that is there already, or with a name that is not.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ClaimedNamesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "query.StageProvider, stage, $match",
    "query.ExpressionProvider, expression, $abs",
    "query.FilterProvider, filter, $eq",
    "query.AccumulatorProvider, accumulator, $sum",
    "query.WindowFunctionProvider, window function, $rank",
    "index.IndexTypeProvider, index type, hashed",
    "command.CommandProvider, command, ping",
    "storage.StorageProvider, storage, memory"
  })
  void aPluginWithANameOfTheServersOwnIsRefusedAtTheStart(String service, String kind, String name)
      throws Exception {
    compile("taken", service, name);
    String line = refusal();
    assertTrue(line.startsWith("meerkat: the plugin " + folder.resolve("plugins/taken")), line);
    assertTrue(line.contains(" and by taken.Taken"), line);
    assertTrue(line.contains(": the " + kind + " " + name + " is brought twice: by dev."), line);
    assertTrue(line.contains(" of module taken; there is: "), line);
  }

  @Test
  void twoPluginsWithTheSameNameAreRefusedAtTheStart() throws Exception {
    compile("one", "auth.AuthMechanismProvider", "X-ONE");
    compile("other", "auth.AuthMechanismProvider", "X-ONE");
    assertEquals(
        "meerkat: the plugin "
            + folder.resolve("plugins/other")
            + ": the mechanism X-ONE is brought twice: by one.Taken of module one and by"
            + " other.Taken of module other; there is: X-ONE",
        refusal());
  }

  @Test
  void aStorageThatNobodyBringsIsRefusedWithThoseThatThereAre() throws Exception {
    assertEquals(
        "meerkat: there is no storage named 'tape'; there is: memory, sqlite, xodus",
        refusal("--storage", "tape"));
  }

  /** The one line, beside those of the log, that the program ends with. */
  private String refusal(String... words) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-p",
                    modulePath(),
                    "-m",
                    "dev.meerkat.launcher/" + Launcher.class.getName(),
                    "--port",
                    "0",
                    "--dbpath",
                    folder.resolve("data").toString(),
                    "--plugins",
                    folder.resolve("plugins").toString()),
                Stream.of(words.length == 0 ? new String[] {"--storage", "memory"} : words))
            .toList();
    Process server = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, server.waitFor(), output);
    List<String> lines = output.lines().filter(line -> !line.startsWith("{")).toList();
    assertEquals(1, lines.size(), output);
    return lines.getFirst();
  }

  /** Makes a module in the plugins folder whose provider brings a name and does nothing. */
  private void compile(String module, String service, String name) throws Exception {
    Class<?> type = Class.forName("dev.meerkat.spi." + service);
    Path sources = Files.createDirectories(folder.resolve(module + "-source").resolve(module));
    Files.writeString(
        sources.resolveSibling("module-info.java"),
        "module %s { requires %s; provides %s with %s.Taken; }"
            .formatted(module, type.getPackageName(), type.getName(), module));
    Files.writeString(
        sources.resolve("Taken.java"),
        "package %s; public final class Taken implements %s { %s %s }"
            .formatted(
                module,
                type.getName(),
                "public java.util.Set<String> names() { return java.util.Set.of(\""
                    + name
                    + "\"); }",
                methods(type, name)));
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "-p",
                modulePath(),
                "-d",
                folder.resolve("plugins").resolve(module).resolve(module).toString(),
                sources.resolveSibling("module-info.java").toString(),
                sources.resolve("Taken.java").toString());
    assertEquals(0, status);
  }

  /** What else the interface asks for, written so that it compiles. */
  private static String methods(Class<?> type, String name) {
    if (type.getSimpleName().equals("CommandProvider")) {
      return """
      public java.util.List<dev.meerkat.spi.command.Command> commands() {
        return java.util.List.of(new dev.meerkat.spi.command.Command() {
          public dev.meerkat.spi.command.CommandSchema schema() {
            return dev.meerkat.spi.command.CommandSchema.of("%s").fields();
          }
          public void run(dev.meerkat.spi.command.CommandRequest request,
              dev.meerkat.spi.OperationContext operation,
              dev.meerkat.spi.DocumentBuilder reply) {}
        });
      }
      """
          .formatted(name);
    }
    return Arrays.stream(type.getMethods())
        .filter(method -> Modifier.isAbstract(method.getModifiers()))
        .filter(method -> !method.getName().equals("names"))
        .map(ClaimedNamesTest::method)
        .collect(Collectors.joining("\n"));
  }

  private static String method(Method method) {
    Class<?>[] parameters = method.getParameterTypes();
    return "public %s %s(%s) { return null; }"
        .formatted(
            method.getReturnType().getCanonicalName(),
            method.getName(),
            IntStream.range(0, parameters.length)
                .mapToObj(i -> parameters[i].getCanonicalName() + " p" + i)
                .collect(Collectors.joining(", ")));
  }

  private static String modulePath() {
    return Stream.of("jdk.module.path", "java.class.path")
        .map(name -> System.getProperty(name, ""))
        .filter(path -> !path.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
