package dev.meerkat.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process of its own. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class LauncherTest {
  @TempDir Path folder;

  @Test
  void saysItsAddressAndEndsInOrderOnASignal() throws Exception {
    Process server = start("--storage", "memory", "--port", "0");
    assertTrue(addressOf(server).matches("mongodb://127.0.0.1:\\d+/\\?directConnection=true"));
    server.destroy();
    assertTrue(server.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, server.exitValue());
  }

  /** From a plain class path, where the libraries of all backends see each other. */
  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "xodus"})
  void nothingButTheServerWritesOnItsOutput(String storage) throws Exception {
    String data = folder.resolve("data").toString();
    Process server = start("--storage", storage, "--dbpath", data, "--port", "0");
    List<String> strange = new ArrayList<>();
    BufferedReader lines = server.inputReader();
    String line = lines.readLine();
    while (line != null && !line.contains("mongodb://")) {
      if (!line.startsWith("{")) {
        strange.add(line);
      }
      line = lines.readLine();
    }
    server.destroy();
    assertEquals(0, server.waitFor());
    assertEquals(List.of(), strange);
  }

  @Test
  void aSecondServerOnTheSameFolderIsRefused() throws Exception {
    String data = folder.resolve("data").toString();
    Process first = start("--storage", "sqlite", "--dbpath", data, "--port", "0");
    addressOf(first);
    Process second = start("--storage", "sqlite", "--dbpath", data, "--port", "0");
    String output = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, second.waitFor(), output);
    assertTrue(output.contains("in use by another server"), output);
    first.destroy();
    assertEquals(0, first.waitFor());
  }

  @Test
  void theLogGoesWhereItIsSent() throws Exception {
    Path log = folder.resolve("logs").resolve("meerkat.log");
    Process server = start("--storage", "memory", "--port", "0", "--logpath", log.toString());
    addressOf(server);
    server.destroy();
    assertEquals(0, server.waitFor());
    assertTrue(Files.readString(log).contains("Waiting for connections"));
  }

  /** The platform's loggers are looked for in every jar, and switches over types linked anew. */
  @Test
  void whatMakesAStartSlowIsNotAskedFor() throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(java(), "-Xlog:class+load:stdout", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-p", System.getProperty("jdk.module.path"), "-m"));
    command.add("dev.meerkat.launcher/" + Launcher.class.getName());
    command.addAll(List.of("--storage", "memory", "--port", "0", "--quiet", "--dbpath"));
    command.add(folder.resolve("data").toString());
    Process server = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> slow = new ArrayList<>();
    BufferedReader lines = server.inputReader();
    String line = lines.readLine();
    while (line != null && !line.contains("mongodb://")) {
      if (line.contains("LoggerFinderLoader ") || line.contains("$$TypeSwitch")) {
        slow.add(line);
      }
      line = lines.readLine();
    }
    assertEquals(0, ended(server));
    assertTrue(line != null, "the server ended before it was ready");
    assertEquals(List.of(), slow);
  }

  @Test
  void wrongWordsEndWithStatusTwo() throws Exception {
    Process server = start("--prot", "1");
    String output = new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(2, server.waitFor(), output);
    assertTrue(output.contains("Did you mean --port?"), output);
  }

  /** Reads until the server says where it is. */
  private static String addressOf(Process server) throws IOException {
    BufferedReader lines = server.inputReader();
    String line = lines.readLine();
    while (line != null && !line.contains("mongodb://")) {
      line = lines.readLine();
    }
    assertTrue(line != null, "the server ended before it was ready");
    return String.valueOf(line).substring(String.valueOf(line).indexOf("mongodb://"));
  }

  private static Process start(String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                java(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                Launcher.class.getName()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Ends the server and reads what it still writes, so that it need not wait for room. */
  private static int ended(Process process) throws InterruptedException {
    assertTrue(process.toHandle().destroy());
    process.inputReader().lines().forEach(_ -> {});
    return process.waitFor();
  }

  private static String classPath() {
    return String.join(
        File.pathSeparator,
        Stream.of("jdk.module.path", "java.class.path", "surefire.test.class.path")
            .map(name -> System.getProperty(name, ""))
            .filter(path -> !path.isEmpty())
            .toList());
  }
}
