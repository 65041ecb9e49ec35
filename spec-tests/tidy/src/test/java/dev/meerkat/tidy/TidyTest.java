package dev.meerkat.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class TidyTest {
  private static final Pattern PROVIDES =
      Pattern.compile("provides\\s+([\\w.]+)\\s+with\\s+([^;]+);");
  private static final Pattern IMPORT = Pattern.compile("import ([\\w.]+)\\.(\\w+);");
  private static final Pattern CASE =
      Pattern.compile("^ *case (\"[^\"]+\"(?:,\\s*\"[^\"]+\")*) ->");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
  private static final Pattern CLOCK_OR_CHANCE =
      Pattern.compile(
          "System\\.currentTimeMillis|System\\.nanoTime|Instant\\.now|Clock\\.system"
              + "|ThreadLocalRandom|new Random\\(|new SecureRandom|Math\\.random|UUID\\.randomUUID"
              + "|new ObjectId\\(\\)|ObjectId\\.get\\(");

  private final Sources sources = Sources.ofCheckout();

  @Test
  void everySourceIsFormatted() throws FormatterException, IOException {
    Formatter formatter = new Formatter();
    boolean fix = Boolean.getBoolean("tidy.fix");
    List<String> unformatted = new ArrayList<>();
    List<Path> files = sources.java();
    assertFalse(files.isEmpty());
    for (Path file : files) {
      String text = Sources.text(file);
      String formatted = formatter.formatSourceAndFixImports(text);
      if (!formatted.equals(text)) {
        if (fix) {
          Files.writeString(file, formatted);
        } else {
          unformatted.add(sources.name(file));
        }
      }
    }
    assertEquals(List.of(), unformatted, "to format: mvn -pl spec-tests/tidy test -Dtidy.fix=true");
  }

  @Test
  void everyPackageSaysWhatItIs() {
    Set<String> silent = new TreeSet<>();
    for (Path file : sources.mainJava()) {
      Path folder = file.getParent();
      if (!file.endsWith("module-info.java")
          && !Files.exists(folder.resolve("package-info.java"))) {
        silent.add(sources.name(folder));
      }
    }
    assertEquals(Set.of(), silent);
  }

  @Test
  void everyMavenModuleIsAJavaModule() {
    List<String> others = new ArrayList<>();
    for (Path pom : sources.files("pom.xml")) {
      if (!Sources.text(pom).contains("<packaging>pom</packaging>")
          && !Files.exists(pom.resolveSibling("src/main/java/module-info.java"))) {
        others.add(sources.name(pom));
      }
    }
    assertEquals(List.of(), others);
  }

  @Test
  void everyServiceIsFoundOnTheClassPathToo() {
    List<String> problems = new ArrayList<>();
    for (Path moduleInfo : sources.files("module-info.java")) {
      Path resources = moduleInfo.getParent().resolveSibling("resources/META-INF/services");
      Matcher provides = PROVIDES.matcher(Sources.text(moduleInfo));
      while (provides.find()) {
        String service = qualified(provides.group(1), moduleInfo);
        Set<String> inModule = new TreeSet<>();
        for (String provider : provides.group(2).split(",", -1)) {
          inModule.add(qualified(provider.strip(), moduleInfo));
        }
        Path list = resources.resolve(service);
        Set<String> onClassPath =
            Files.exists(list) ? new TreeSet<>(Sources.text(list).lines().toList()) : Set.of();
        if (!inModule.equals(onClassPath)) {
          problems.add(sources.name(moduleInfo) + ": " + service + ": " + inModule);
        }
      }
    }
    assertEquals(List.of(), problems, "META-INF/services must list what module-info provides");
  }

  @Test
  void registriesAreSorted() {
    List<String> problems = new ArrayList<>();
    for (Path file : sources.mainJava()) {
      String text = Sources.text(file);
      if (text.contains("Provider {") && text.contains("switch (name)")) {
        for (String registry : text.split("switch \\(name\\)", -1)) {
          List<String> names = registryNames(registry);
          if (!names.equals(names.stream().sorted().toList())) {
            problems.add(sources.name(file) + ": " + names);
          }
        }
      }
    }
    assertEquals(List.of(), problems);
  }

  @Test
  void timeAndChanceComeFromTickerAndSeedsOnly() {
    List<String> problems = new ArrayList<>();
    for (Path file : sources.mainJava()) {
      String name = file.getFileName().toString();
      boolean isTheirPlace =
          name.startsWith("StandardTicker")
              || name.startsWith("StandardSeeds")
              || sources.name(file).startsWith("benchmarks/")
              || sources.name(file).startsWith("fuzz/")
              || sources.name(file).startsWith("spec-tests/");
      if (!isTheirPlace && CLOCK_OR_CHANCE.matcher(Sources.text(file)).find()) {
        problems.add(sources.name(file));
      }
    }
    assertEquals(List.of(), problems);
  }

  @Test
  void nothingIsLeftToFix() {
    Pattern looseEnd = Pattern.compile("FIX" + "ME|TO" + "DO|X" + "XX");
    List<String> problems = new ArrayList<>();
    for (Path file : sources.java()) {
      if (looseEnd.matcher(Sources.text(file)).find()) {
        problems.add(sources.name(file));
      }
    }
    assertEquals(List.of(), problems);
  }

  /** Lines that a patch wants to find move away with the sources: then nobody plants that bug. */
  @Test
  void everyPlantedBugCanBePlanted() {
    List<String> problems = new ArrayList<>();
    List<Path> patches = sources.files(".patch");
    assertFalse(patches.isEmpty());
    for (Path patch : patches) {
      Path target = null;
      StringBuilder wanted = new StringBuilder();
      for (String line : (Sources.text(patch) + "\n@@").lines().toList()) {
        if (line.startsWith("@@") || line.startsWith("diff ")) {
          if (target != null && !Sources.text(target).contains(wanted)) {
            problems.add(sources.name(patch) + " finds no place in " + sources.name(target));
          }
          wanted.setLength(0);
        } else if (line.startsWith("+++ b/")) {
          target = sources.root().resolve(line.substring("+++ b/".length()));
          wanted.setLength(0);
        } else if (line.startsWith(" ") || line.startsWith("-") && !line.startsWith("--- ")) {
          wanted.append(line, 1, line.length()).append('\n');
        }
      }
    }
    assertEquals(List.of(), problems);
  }

  private static List<String> registryNames(String text) {
    List<String> names = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher registered = CASE.matcher(line);
      if (registered.find()) {
        Matcher name = QUOTED.matcher(registered.group(1));
        if (name.find()) {
          names.add(name.group(1));
        }
      }
    }
    return names;
  }

  /** The name as META-INF/services spells it; a type nested in java.lang's has a dollar sign. */
  private static String qualified(String name, Path moduleInfo) {
    if (name.contains(".")) {
      return Character.isUpperCase(name.charAt(0)) ? "java.lang." + name.replace('.', '$') : name;
    }
    Matcher imported = IMPORT.matcher(Sources.text(moduleInfo));
    while (imported.find()) {
      if (imported.group(2).equals(name)) {
        return imported.group(1) + "." + name;
      }
    }
    return name;
  }
}
