package dev.meerkat.spectests.conformance;

import com.mongodb.ConnectionString;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.meerkat.spectests.SpecificationFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** What {@code spec-tests/conformance} starts. Threads: confined to the main thread. */
public final class Main {
  private Main() {}

  /**
   * @param arguments the checkout's folder, then what the user has said
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path root = Path.of(arguments[0]).toAbsolutePath();
    Choices choices = Choices.of(List.of(arguments).subList(1, arguments.length));
    Optional<SpecificationFiles> files = SpecificationFiles.find();
    if (files.isEmpty()) {
      System.err.println("NOT RUN: MongoDB's specifications are not at hand and cannot be cloned");
      System.exit(1);
    }
    Path work = root.resolve("spec-tests/unified/target/conformance");
    Files.createDirectories(work);
    Conformance conformance = new Conformance(root, work, files.orElseThrow());
    if (!choices.uri().isEmpty()) {
      foreign(conformance, choices);
    } else if (!choices.isWhole()) {
      part(conformance, choices);
    } else {
      System.exit(own(conformance, choices));
    }
    // Threads of tests that were stopped may still be there.
    System.exit(0);
  }

  private static int own(Conformance conformance, Choices choices)
      throws IOException, InterruptedException {
    if (choices.controls()) {
      conformance.control();
    }
    if (choices.controls() && !choices.write()) {
      return 0;
    }
    List<String> surprises = choices.write() ? conformance.write() : conformance.compare();
    surprises.forEach(System.out::println);
    System.out.println(surprises.size() + " surprises");
    return surprises.isEmpty() ? 0 : 1;
  }

  /** Any server: only what no server can do is expected to fail. */
  private static void foreign(Conformance conformance, Choices choices)
      throws IOException, InterruptedException {
    Target target = target(choices.uri());
    List<Suite.Run> runs;
    try (Suite suite = new Suite(choices.uri(), true, test -> true)) {
      runs = suite.run(choices.tests(conformance.specifications()));
    }
    Details.write(conformance.work().resolve("uri.tsv"), runs);
    show(
        Map.of(target, runs),
        new Judge(
            Reasons.read(conformance.reasonsFile()).onlyNever(),
            Conformance.lines(conformance.provesNothingFile())),
        corpus(conformance, choices));
  }

  /** A connection of our own knows neither TLS nor passwords. */
  private static BsonCorpus.@Nullable Result corpus(Conformance conformance, Choices choices)
      throws IOException {
    ConnectionString uri = new ConnectionString(choices.uri());
    if (!choices.only().isEmpty()
        || uri.getCredential() != null
        || Boolean.TRUE.equals(uri.getSslEnabled())) {
      return null;
    }
    ServerAddress address = new ServerAddress(uri.getHosts().getFirst());
    return BsonCorpus.run(conformance.specifications(), address.getHost(), address.getPort());
  }

  private static void part(Conformance conformance, Choices choices)
      throws IOException, InterruptedException {
    List<Target> targets = Target.all().stream().filter(choices::has).toList();
    Map<Target, List<Suite.Run>> runs =
        conformance.runs().all(targets, choices.tests(conformance.specifications()), true);
    Details.write(conformance.work(), "part-", runs);
    show(
        new LinkedHashMap<>(runs),
        new Judge(
            Reasons.read(conformance.reasonsFile()),
            Conformance.lines(conformance.provesNothingFile())),
        null);
  }

  private static void show(
      Map<Target, List<Suite.Run>> runs, Judge judge, BsonCorpus.@Nullable Result corpus) {
    Report report = Report.of(runs, judge, corpus);
    System.out.print(Page.tables(report));
    report.faults().forEach(System.out::println);
  }

  private static Target target(String uri) {
    try (MongoClient client = MongoClients.create(uri)) {
      var admin = client.getDatabase("admin");
      Document build = admin.runCommand(new Document("buildInfo", 1));
      Document hello = admin.runCommand(new Document("hello", 1));
      return new Target(
          "version " + build.getString("version"),
          hello.containsKey("setName") ? Persona.REPLICA_SET : Persona.STANDALONE);
    }
  }
}
