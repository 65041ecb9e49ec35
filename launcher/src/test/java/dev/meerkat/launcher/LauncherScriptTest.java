package dev.meerkat.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code meerkat} in a checkout that is built, with a Java that tells what it is for.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is a script of Bash")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LauncherScriptTest {
  private static final String REHEARSING =
      "meerkat: there are new jars; rehearsing the start, which takes some seconds ...\n";
  private static final String STARTED = "dev.meerkat.launcher/dev.meerkat.launcher.Launcher\n";

  /** Like the real one, it writes the cache that it is asked for. */
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      while [ "$1" != -m ]; do
        case $1 in
          -XX:AOTCacheOutput=*) touch "${1#*=}" ;;
        esac
        shift
      done
      echo "$2"
      """;

  @TempDir Path folder;
  private Path app;

  @BeforeEach
  void build() throws IOException {
    readable(folder);
    Path jdk = Files.createDirectories(folder.resolve("jdk/bin"));
    for (String program : List.of("java", "javac")) {
      readable(Files.writeString(jdk.resolve(program), JAVA));
    }
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
    Path checkout = folder.resolve("checkout");
    for (String sources : List.of("spi", "modules", "backends")) {
      Files.createDirectories(checkout.resolve(sources));
    }
    app = Files.createDirectories(checkout.resolve("launcher/target/app"));
    Path script = Path.of(System.getProperty("basedir")).resolveSibling("meerkat");
    readable(Files.copy(script, checkout.resolve("meerkat")));
    Instant now = Instant.now();
    writtenAt(now.minusSeconds(3), checkout.resolve("pom.xml"));
    writtenAt(now.minusSeconds(2), app.resolve(".built"));
    writtenAt(now.minusSeconds(2), app.resolve("meerkat.aot"));
  }

  @Test
  void newJarsAreRehearsedOnce() throws Exception {
    assertEquals(STARTED, run(List.of()));
    writtenAt(Instant.now().minusSeconds(1), app.resolve("new.jar"));
    assertEquals(REHEARSING + STARTED, run(List.of()));
    assertEquals(STARTED, run(List.of()));
  }

  @Test
  void newJarsOfOneWhoMayNotWriteAreNotRehearsed() throws Exception {
    writtenAt(Instant.now().minusSeconds(1), app.resolve("new.jar"));
    Files.setPosixFilePermissions(app, PosixFilePermissions.fromString("r-xr-xr-x"));
    assertEquals(STARTED, run(Files.isWritable(app) ? anotherUser() : List.of()));
  }

  /** The system's administrator may write everywhere. */
  private static List<String> anotherUser() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "nobody else can be had");
    return List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
  }

  private String run(List<String> as) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(as);
    command.add(folder.resolve("checkout/meerkat").toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    Process script = builder.start();
    String output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, script.waitFor(), output);
    return output;
  }

  private static void readable(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void writtenAt(Instant time, Path file) throws IOException {
    Files.setLastModifiedTime(Files.writeString(file, ""), FileTime.from(time));
  }
}
