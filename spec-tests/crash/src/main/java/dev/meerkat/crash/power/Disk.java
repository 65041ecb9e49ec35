package dev.meerkat.crash.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder on a disk on which a log's calls are carried out one after the other. Threads: confined.
 */
public final class Disk {
  /** The folder itself among the open files. */
  private static final String FOLDER = "";

  private static final String NO_DATA = "-shm";

  /** A sync that has begun; its file is null where it syncs the folder. */
  private record Sync(int place, FileContent file) {}

  /** A change of names, numbered by its place in the log. */
  private record NameChange(int place, Map<String, FileContent> changed) {}

  private final WriteLog log;
  private final Map<String, FileContent> names = new TreeMap<>();
  private final Map<String, FileContent> durableNames = new TreeMap<>();
  private final List<NameChange> pendingNames = new ArrayList<>();
  private final Map<Integer, String> openNames = new HashMap<>();
  private final Map<Integer, FileContent> openFiles = new HashMap<>();
  private final Map<Long, Sync> syncs = new HashMap<>();
  private int done;

  /**
   * A disk on which a folder is durable as it is.
   *
   * @param origin the folder before the log began; it must stay as it is
   */
  public Disk(Path origin, WriteLog log) throws IOException {
    this.log = log;
    try (Stream<Path> files = Files.list(origin)) {
      for (Path file : files.toList()) {
        names.put(file.getFileName().toString(), new FileContent(file));
      }
    }
    durableNames.putAll(names);
  }

  /** Carries out the calls up to the first {@code count}. */
  public void play(int count) {
    while (done < count) {
      play(done, log.call(done));
      done++;
    }
  }

  private void play(int place, Call call) {
    switch (call) {
      case Call.Open open -> open(place, open);
      case Call.Close close -> {
        openNames.remove(close.descriptor());
        openFiles.remove(close.descriptor());
      }
      case Call.Duplicate duplicate -> {
        openNames.put(duplicate.copy(), openNames.get(duplicate.descriptor()));
        if (openFiles.containsKey(duplicate.descriptor())) {
          openFiles.put(duplicate.copy(), openFiles.get(duplicate.descriptor()));
        }
      }
      case Call.Write write -> file(write.descriptor()).change(place, write);
      case Call.Truncate truncate -> file(truncate.descriptor()).change(place, truncate);
      case Call.SyncBegin begin ->
          syncs.put(begin.number(), new Sync(place, syncedFile(begin.descriptor())));
      case Call.SyncEnd end -> sync(syncs.remove(end.number()));
      case Call.Rename rename -> {
        Map<String, FileContent> changed = new HashMap<>();
        changed.put(rename.to(), names.get(rename.from()));
        changed.put(rename.from(), null);
        rename(place, changed);
      }
      case Call.Unlink unlink -> {
        Map<String, FileContent> changed = new HashMap<>();
        changed.put(unlink.name(), null);
        rename(place, changed);
      }
    }
  }

  private void open(int place, Call.Open open) {
    openNames.put(open.descriptor(), open.name());
    if (open.name().equals(FOLDER)) {
      return;
    }
    FileContent file = names.get(open.name());
    if (file == null) {
      file = new FileContent();
      Map<String, FileContent> changed = new HashMap<>();
      changed.put(open.name(), file);
      rename(place, changed);
    } else if (open.truncates()) {
      file.change(place, new Call.Truncate(open.descriptor(), 0));
    }
    openFiles.put(open.descriptor(), file);
  }

  private FileContent file(int descriptor) {
    FileContent file = openFiles.get(descriptor);
    if (file == null) {
      throw new IllegalStateException("descriptor " + descriptor + " is not open in the log");
    }
    return file;
  }

  private void rename(int place, Map<String, FileContent> changed) {
    apply(changed, names);
    pendingNames.add(new NameChange(place, changed));
  }

  private static void apply(Map<String, FileContent> changed, Map<String, FileContent> names) {
    changed.forEach(
        (name, file) -> {
          if (file == null) {
            names.remove(name);
          } else {
            names.put(name, file);
          }
        });
  }

  private FileContent syncedFile(int descriptor) {
    return FOLDER.equals(openNames.get(descriptor)) ? null : file(descriptor);
  }

  private void sync(Sync sync) {
    if (sync.file() != null) {
      sync.file().sync(sync.place());
      return;
    }
    while (!pendingNames.isEmpty() && pendingNames.getFirst().place() < sync.place()) {
      apply(pendingNames.removeFirst().changed(), durableNames);
    }
  }

  /** Writes what is on the disk when the power is gone now. */
  public void write(Path folder, Tear tear) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, FileContent> name : after(tear).entrySet()) {
      if (!name.getKey().endsWith(NO_DATA)) {
        name.getValue().torn(tear).write(folder.resolve(name.getKey()));
      }
    }
  }

  private Map<String, FileContent> after(Tear tear) {
    Map<String, FileContent> left = new TreeMap<>(durableNames);
    for (NameChange change : pendingNames.subList(0, tear.names(pendingNames.size()))) {
      apply(change.changed(), left);
    }
    return left;
  }

  /**
   * Compares the log with a folder as the death of the process has left it, and answers what
   * differs: then calls have gone past the log. The last call may not have been carried out, or in
   * part. Plays the whole log.
   */
  public List<String> differences(Path folder) throws IOException {
    play(Math.max(done, log.size() - 1));
    List<String> differences = differencesNow(folder);
    if (!differences.isEmpty() && done < log.size()) {
      play(log.size());
      differences = differencesNow(folder);
    }
    return differences;
  }

  private List<String> differencesNow(Path folder) throws IOException {
    List<String> differences = new ArrayList<>();
    Map<String, FileContent> expected = after(Tear.everything());
    expected.keySet().removeIf(name -> name.endsWith(NO_DATA));
    List<Path> found;
    try (Stream<Path> files = Files.list(folder)) {
      found = files.filter(file -> !file.toString().endsWith(NO_DATA)).toList();
    }
    for (Path file : found) {
      String name = file.getFileName().toString();
      FileContent content = expected.remove(name);
      if (content != null) {
        long at = content.torn(Tear.everything()).mismatch(file);
        if (at >= 0 && !isOfLastCall(content, at)) {
          differences.add(name + " differs from " + at + " on");
        }
      } else if (Files.size(file) > 0) {
        differences.add(name + " is not in the log");
      }
    }
    expected.keySet().forEach(name -> differences.add(name + " is not there"));
    return differences;
  }

  private boolean isOfLastCall(FileContent content, long at) {
    return done == log.size()
        && log.call(done - 1) instanceof Call.Write last
        && openFiles.get(last.descriptor()) == content
        && at >= last.offset()
        && at < last.offset() + last.bytes().limit();
  }
}
