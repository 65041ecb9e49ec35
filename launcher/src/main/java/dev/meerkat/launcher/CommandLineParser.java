package dev.meerkat.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.apache.commons.cli.help.HelpFormatter;
import org.apache.commons.cli.help.TextHelpAppendable;

/** Reads the command line, and the config file that it names. Threads: confined. */
final class CommandLineParser {
  private static final String HELP = "--help";
  private static final String VERSION = "--version";
  private static final int WIDTH = 100;

  private final Options options = new Options();

  /**
   * @param storages names of the storage backends, for the help text
   */
  CommandLineParser(Set<String> storages) {
    for (ServerOption option : ServerOption.values()) {
      options.addOption(describe(option, storages));
    }
    options.addOption(Option.builder("h").longOpt(longName(HELP)).desc("Show this text.").get());
    options.addOption(Option.builder().longOpt(longName(VERSION)).desc("Show the version.").get());
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
    CommandLine line = parseKnown(arguments);
    if (line.hasOption(longName(HELP))) {
      return new Help(helpText());
    }
    if (line.hasOption(longName(VERSION))) {
      return new Version();
    }
    return new Start(withConfigFile(settingsOf(line)));
  }

  private static Option describe(ServerOption option, Set<String> storages) {
    String help =
        option == ServerOption.STORAGE
            ? option.help.formatted(String.join(", ", storages))
            : option.help;
    Option.Builder builder = option == ServerOption.CONFIG ? Option.builder("f") : Option.builder();
    builder.longOpt(longName(option.flag)).desc(help);
    return option.isSwitch() ? builder.get() : builder.hasArg().argName(option.label).get();
  }

  private static String longName(String flag) {
    return flag.substring("--".length());
  }

  private CommandLine parseKnown(List<String> arguments) {
    DefaultParser parser =
        DefaultParser.builder()
            .setAllowPartialMatching(false)
            .setStripLeadingAndTrailingQuotes(false)
            .get();
    try {
      CommandLine line = parser.parse(options, arguments.toArray(String[]::new));
      if (!line.getArgList().isEmpty()) {
        throw unknown(line.getArgList().getFirst());
      }
      return line;
    } catch (UnrecognizedOptionException e) {
      throw unknown(e.getOption());
    } catch (MissingArgumentException e) {
      Option option = e.getOption();
      throw new UsageException("--" + option.getLongOpt() + " takes " + option.getArgName() + ".");
    } catch (ParseException e) {
      throw new UsageException(e.getMessage() + ".");
    }
  }

  private static UsageException unknown(String word) {
    List<String> flags = new ArrayList<>(List.of(HELP, VERSION));
    for (ServerOption option : ServerOption.values()) {
      flags.add(option.flag);
    }
    return new UsageException("Unknown option " + word + "." + Spelling.hint(word, flags));
  }

  private String helpText() {
    StringBuilder text = new StringBuilder();
    TextHelpAppendable page = new TextHelpAppendable(text);
    page.setMaxWidth(WIDTH);
    try {
      HelpFormatter.builder()
          .setHelpAppendable(page)
          .setShowSince(false)
          // As they stand in the table.
          .setComparator((_, _) -> 0)
          .get()
          .printHelp("meerkat", "A small database that speaks MongoDB.", options, "", true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static Settings settingsOf(CommandLine line) {
    Settings settings = new Settings();
    for (ServerOption option : ServerOption.values()) {
      if (line.hasOption(longName(option.flag))) {
        if (option.isSwitch()) {
          settings.add(option, "true");
        } else {
          for (String value : line.getOptionValues(longName(option.flag))) {
            settings.add(option, value);
          }
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
