package dev.meerkat.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.server.MeerkatOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineParserTest {
  @TempDir Path folder;

  @Test
  void withoutWordsEverythingIsAsMongod() {
    MeerkatOptions options = options();
    assertEquals("sqlite", options.storage());
    assertEquals(Path.of("meerkat-data"), options.folder());
    assertEquals(List.of("127.0.0.1"), options.addresses());
    assertEquals(27017, options.port());
    assertEquals("rs0", options.replicaSet());
  }

  @Test
  void allOptionsReachTheServer() {
    MeerkatOptions options =
        options(
            "--storage=memory",
            "--dbpath",
            "d",
            "--port",
            "0",
            "--bind_ip",
            "127.0.0.1, ::1",
            "--replSet",
            "rs7",
            "--advertise",
            "db:27018",
            "--wiredTigerCacheSizeGB",
            "1.5",
            "--setParameter",
            "a=1",
            "--setParameter",
            "b=x=y",
            "--quiet",
            "--maxConns",
            "5",
            "--plugins",
            "p");
    assertEquals("memory", options.storage());
    assertEquals(Path.of("d"), options.folder());
    assertEquals(0, options.port());
    assertEquals(List.of("127.0.0.1", "::1"), options.addresses());
    assertEquals("rs7", options.replicaSet());
    assertEquals("db:27018", options.advertise());
    assertEquals(1.5, options.cacheSizeGigabytes());
    assertEquals(Map.of("a", "1", "b", "x=y"), options.parameters());
    assertTrue(options.quiet());
    assertEquals(5, options.maxConnections());
    assertEquals(Path.of("p"), options.plugins());
  }

  @Test
  void standaloneHasNoReplicaSet() {
    assertEquals("", options("--standalone").replicaSet());
    assertRefused("exclude each other", "--standalone", "--replSet", "rs1");
  }

  @Test
  void theLastOfTwoValuesCounts() {
    assertEquals(2, options("--port", "1", "--port", "2").port());
  }

  @ParameterizedTest
  @CsvSource({
    "--prot, --port",
    "--dbPath, --dbpath",
    "--replset, --replSet",
    "--bindip, --bind_ip",
    "--setparameter, --setParameter",
    "--storageEngine, --storage"
  })
  void anUnknownOptionIsRefusedWithTheNearestKnown(String word, String nearest) {
    assertRefused("Did you mean " + nearest + "?", word, "1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--auth", "--keyFile", "--tlsMode", "--tlsCertificateKeyFile=x", "--sslMode"})
  void securityThatDoesNotExistIsRefused(String word) {
    assertRefused("is not supported yet", word);
  }

  @Test
  void whatFollowsAnOptionIsItsValueOnlyWhereItIsNoOption() {
    assertRefused("--port takes PORT", "--port");
    assertRefused("--dbpath takes DIR", "--dbpath", "--quiet");
    assertRefused("--config takes FILE", "-f");
    assertEquals(Path.of("-x"), options("--dbpath", "-x").folder());
    assertEquals(Path.of("\"a\""), options("--dbpath", "\"a\"").folder());
    assertRefused("Unknown option --quiet=false", "--quiet=false");
    assertRefused("Unknown option word", "--port", "1", "word");
    assertRefused("Unknown option word", "--", "word");
    assertRefused("Unknown option -x", "-x");
    assertRefused("Unknown option --por", "--por", "1");
  }

  @ParameterizedTest
  @CsvSource({
    "--port, many",
    "--port, 65536",
    "--port, -1",
    "--maxConns, 0",
    "--advertise, host",
    "--wiredTigerCacheSizeGB, -1",
    "--wiredTigerCacheSizeGB, 10001",
    "--wiredTigerCacheSizeGB, NaN"
  })
  void valuesOutOfRangeAreRefused(String option, String value) {
    assertRefused("", option, value);
  }

  @Test
  void helpNamesAllOptionsAndStorages() {
    CommandLineParser parser = new CommandLineParser(Set.of("memory", "sqlite"));
    String text =
        assertInstanceOf(CommandLineParser.Help.class, parser.parse(List.of("--help"))).text();
    for (ServerOption option : ServerOption.values()) {
      assertTrue(text.contains(option.flag), option.flag);
    }
    assertTrue(text.contains("memory"));
    assertInstanceOf(CommandLineParser.Version.class, parser.parse(List.of("--version")));
  }

  @Test
  void theConfigFileSpeaksMongodsKeysAndTheCommandLineWins() throws IOException {
    String file =
        config(
            """
            net: {port: 4711, bindIp: "127.0.0.1,::1", maxIncomingConnections: 9}
            storage:
              engine: memory
              dbPath: /data/m
              wiredTiger: {engineConfig: {cacheSizeGB: 2}}
            replication:
              replSetName: rs3
            setParameter:
              enableTestCommands: 1
              ttlMonitorEnabled: false
            systemLog:
              quiet: true
            security:
              authorization: disabled
            """);
    MeerkatOptions options =
        options("--config", file, "--port", "4712", "--setParameter", "other=2");
    assertEquals(4712, options.port());
    assertEquals(List.of("127.0.0.1", "::1"), options.addresses());
    assertEquals(9, options.maxConnections());
    assertEquals("memory", options.storage());
    assertEquals(Path.of("/data/m"), options.folder());
    assertEquals("rs3", options.replicaSet());
    assertEquals(2, options.cacheSizeGigabytes());
    assertTrue(options.quiet());
    assertEquals(
        Map.of("enableTestCommands", "1", "ttlMonitorEnabled", "false", "other", "2"),
        options.parameters());
  }

  @Test
  void anUnknownKeyOfTheConfigFileIsRefusedWithTheNearestKnown() throws IOException {
    assertRefused("Did you mean net.port?", "-f", config("net: {prot: 1}"));
    assertRefused("Did you mean storage.dbPath?", "-f", config("storage: {dbpath: x}"));
  }

  @Test
  void whatTheConfigFileAsksForInVainIsRefused() throws IOException {
    assertRefused("not supported yet", "-f", config("security: {authorization: enabled}"));
    assertRefused("not supported yet", "-f", config("net: {tls: {mode: requireTLS}}"));
    assertRefused("always true", "-f", config("storage: {journal: {enabled: false}}"));
  }

  @Test
  void aConfigFileThatIsNoneIsRefused() throws IOException {
    assertRefused("no YAML", "-f", config("a: [1"));
    assertRefused("no options", "-f", config("just words"));
    assertRefused("cannot be read", "-f", folder.resolve("none").toString());
  }

  private String config(String text) throws IOException {
    return Files.writeString(folder.resolve("meerkat.yaml"), text).toString();
  }

  private static MeerkatOptions options(String... words) {
    System.Logger logger = new JsonLogger(MeerkatOptions.LOGGER, new ProcessLog());
    return start(words).settings().toOptions(List.of(words), logger, () -> {}, _ -> {});
  }

  private static CommandLineParser.Start start(String... words) {
    return assertInstanceOf(
        CommandLineParser.Start.class, new CommandLineParser(Set.of()).parse(List.of(words)));
  }

  private static void assertRefused(String text, String... words) {
    UsageException refused = assertThrows(UsageException.class, () -> options(words));
    assertTrue(refused.text().contains(text), refused.text());
  }
}
