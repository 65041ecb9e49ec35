package dev.meerkat.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Reads the command line, and the config file that it names. Threads: confined. */
final class CommandLineParser {
  private static final String HELP = "--help";
  private static final String VERSION = "--version";

  private final CommandLine line;

  /**
   * @param storages names of the storage backends, for the help text
   */
  CommandLineParser(Set<String> storages) {
    CommandSpec spec = CommandSpec.create().name("meerkat");
    spec.usageMessage()
        .description("A small database that speaks MongoDB.")
        .sortOptions(false)
        .width(100)
        .autoWidth(false);
    for (ServerOption option : ServerOption.values()) {
      spec.addOption(specOf(option, storages));
    }
    spec.addOption(
        OptionSpec.builder(HELP, "-h").usageHelp(true).description("Show this text.").build());
    spec.addOption(
        OptionSpec.builder(VERSION).versionHelp(true).description("Show the version.").build());
    line = new CommandLine(spec);
  }

  /** What the user wants. */
  sealed interface Wish permits Help, Version, Start {}

  /** To read how the program is used. */
  record Help(String text) implements Wish {}

  /** To know the version. */
  record Version() implements Wish {}

  /** To start a server. */
  record Start(Settings settings) implements Wish {}

  /**
   * @throws UsageException the words make no sense
   */
  Wish parse(List<String> arguments) {
    for (String argument : arguments) {
      String refusal = Refusals.ofFlag(argument);
      if (!refusal.isEmpty()) {
        throw new UsageException(refusal);
      }
    }
    ParseResult parsed = parseKnown(arguments);
    if (parsed.isUsageHelpRequested()) {
      return new Help(line.getUsageMessage(CommandLine.Help.Ansi.OFF));
    }
    if (parsed.isVersionHelpRequested()) {
      return new Version();
    }
    return new Start(withConfigFile(settingsOf(parsed)));
  }

  private static OptionSpec specOf(ServerOption option, Set<String> storages) {
    String help =
        option == ServerOption.STORAGE
            ? option.help.formatted(String.join(", ", storages))
            : option.help;
    List<String> names = new ArrayList<>(List.of(option.flag));
    if (option == ServerOption.CONFIG) {
      names.add("-f");
    }
    OptionSpec.Builder builder = OptionSpec.builder(names.toArray(String[]::new)).description(help);
    return option.isSwitch()
        ? builder.arity("0").type(boolean.class).build()
        : builder
            .arity("1")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel(option.label)
            .build();
  }

  private ParseResult parseKnown(List<String> arguments) {
    try {
      return line.parseArgs(arguments.toArray(String[]::new));
    } catch (CommandLine.UnmatchedArgumentException e) {
      String word = e.getUnmatched().getFirst();
      List<String> flags =
          new ArrayList<>(Arrays.stream(ServerOption.values()).map(o -> o.flag).toList());
      flags.add(HELP);
      flags.add(VERSION);
      throw new UsageException("Unknown option " + word + "." + Spelling.hint(word, flags));
    } catch (CommandLine.ParameterException e) {
      throw new UsageException(e.getMessage() + ".");
    }
  }

  private static Settings settingsOf(ParseResult parsed) {
    Settings settings = new Settings();
    for (ServerOption option : ServerOption.values()) {
      if (parsed.hasMatchedOption(option.flag)) {
        for (String value : parsed.matchedOption(option.flag).originalStringValues()) {
          settings.add(option, value);
        }
        if (option.isSwitch()) {
          settings.add(option, "true");
        }
      }
    }
    return settings;
  }

  private static Settings withConfigFile(Settings settings) {
    String file = settings.last(ServerOption.CONFIG);
    if (file == null) {
      return settings;
    }
    Settings fromFile = new Settings();
    ConfigFile.read(Path.of(file), fromFile);
    return settings.orElse(fromFile);
  }
}
