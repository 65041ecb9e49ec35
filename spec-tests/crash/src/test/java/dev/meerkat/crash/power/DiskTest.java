package dev.meerkat.crash.power;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskTest {
  private static final int FOLDER = 9;

  @TempDir Path temporary;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Path origin;
  private long records;
  private int rebuilt;

  @BeforeEach
  void anOldFileIsThere() throws IOException {
    origin = Files.createDirectory(temporary.resolve("origin"));
    Path _ = Files.writeString(origin.resolve("old"), "0123456789");
    log(1, FOLDER, 2, "");
  }

  private void log(int kind, int descriptor, long number, String content) {
    byte[] text = content.getBytes(UTF_8);
    ByteBuffer head = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());
    head.putInt(kind).putInt(descriptor).putLong(++records * 1_000).putLong(number);
    head.putInt(text.length).putInt(0);
    bytes.writeBytes(head.array());
    bytes.writeBytes(text);
  }

  private void open(int descriptor, String name) {
    log(1, descriptor, 0, name);
  }

  private void write(int descriptor, long offset, String text) {
    log(4, descriptor, offset, text);
  }

  private void sync(int descriptor) {
    log(6, descriptor, records, "");
    log(7, descriptor, records - 1, "");
  }

  private WriteLog read() {
    return WriteLog.read(ByteBuffer.wrap(bytes.toByteArray()));
  }

  private Map<String, String> left(Tear tear) throws IOException {
    WriteLog log = read();
    return left(log, log.size(), tear);
  }

  private Map<String, String> left(WriteLog log, int calls, Tear tear) throws IOException {
    Disk disk = new Disk(origin, log);
    disk.play(calls);
    Path folder = temporary.resolve("left" + rebuilt++);
    disk.write(folder, tear);
    Map<String, String> left = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        left.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return left;
  }

  @Test
  void onlyWhatWasSyncedIsThere() throws IOException {
    open(5, "old");
    write(5, 2, "ab");
    sync(5);
    write(5, 8, "cdef");
    assertEquals(Map.of("old", "01ab456789"), left(Tear.nothing()));
    assertEquals(Map.of("old", "01ab4567cdef"), left(Tear.everything()));
  }

  @Test
  void aSyncCoversWhatWasWrittenBeforeItBegan() throws IOException {
    open(5, "old");
    write(5, 0, "a");
    log(6, 5, 77, "");
    write(5, 1, "b");
    assertEquals(Map.of("old", "0123456789"), left(Tear.nothing()));
    log(7, 5, 77, "");
    assertEquals(Map.of("old", "a123456789"), left(Tear.nothing()));
  }

  @Test
  void aSyncOfOneFileDoesNotCoverAnother() throws IOException {
    open(5, "old");
    open(6, "new");
    sync(FOLDER);
    write(5, 0, "a");
    write(6, 0, "b");
    sync(6);
    assertEquals(Map.of("old", "0123456789", "new", "b"), left(Tear.nothing()));
  }

  @Test
  void aNameIsThereOnceTheFolderIsSynced() throws IOException {
    open(5, "new");
    write(5, 0, "a");
    sync(5);
    assertEquals(Map.of("old", "0123456789"), left(Tear.nothing()));
    sync(FOLDER);
    assertEquals(Map.of("old", "0123456789", "new", "a"), left(Tear.nothing()));
  }

  @Test
  void aRenameWithoutASyncOfTheContentLeavesAnEmptyFile() throws IOException {
    open(5, "fresh");
    write(5, 0, "a");
    log(2, 5, 0, "");
    log(8, -1, 0, "fresh\0old\0");
    assertEquals(Map.of("old", "0123456789"), left(Tear.nothing()));
    sync(FOLDER);
    assertEquals(Map.of("old", ""), left(Tear.nothing()));
    assertEquals(Map.of("old", "a"), left(Tear.everything()));
  }

  @Test
  void aRemovedFileComesBackUnlessTheFolderIsSynced() throws IOException {
    log(9, -1, 0, "old");
    assertEquals(Map.of("old", "0123456789"), left(Tear.nothing()));
    assertEquals(Map.of(), left(Tear.everything()));
    sync(FOLDER);
    assertEquals(Map.of(), left(Tear.nothing()));
  }

  @Test
  void aFileIsCutAndGrows() throws IOException {
    open(5, "old");
    log(5, 5, 3, "");
    write(5, 5, "x");
    sync(5);
    assertEquals(Map.of("old", "012\0\0x"), left(Tear.nothing()));
  }

  @Test
  void aCopiedDescriptorIsTheSameFile() throws IOException {
    open(5, "old");
    log(3, 5, 6, "");
    log(2, 5, 0, "");
    write(6, 0, "z");
    sync(6);
    assertEquals(Map.of("old", "z123456789"), left(Tear.nothing()));
  }

  @Test
  void anEarlierMomentKnowsNothingOfLater() throws IOException {
    open(5, "old");
    write(5, 0, "a");
    sync(5);
    write(5, 0, "b");
    sync(5);
    assertEquals(Map.of("old", "a123456789"), left(read(), 5, Tear.nothing()));
    assertEquals(6_000, read().nanosAfter(5));
    assertEquals(Long.MAX_VALUE, read().nanosAfter(8));
  }

  @Test
  void chanceLosesAndKeepsEachOfTwoWritesButNothingThatWasSynced() throws IOException {
    open(5, "old");
    write(5, 0, "s");
    sync(5);
    write(5, 3, "a");
    write(5, 6, "b");
    Set<String> seen = new HashSet<>();
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      seen.add(left(Tear.some(random)).get("old"));
    }
    assertEquals(Set.of("s123456789", "s12a456789", "s12345b789", "s12a45b789"), seen);
  }

  @Test
  void aWriteIsTornAtTheFilesSectors() throws IOException {
    open(5, "old");
    write(5, 500, "x".repeat(600));
    boolean torn = false;
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      String text = left(Tear.some(random)).get("old");
      boolean first = text.length() > 511 && text.charAt(511) == 'x';
      boolean second = text.length() > 512 && text.charAt(512) == 'x';
      assertEquals(first, text.length() > 500 && text.charAt(500) == 'x');
      torn |= first != second;
    }
    assertTrue(torn);
  }

  @Test
  void aRecordThatWasCutOffIsLeftOut() throws IOException {
    open(5, "old");
    write(5, 0, "abc");
    byte[] all = bytes.toByteArray();
    WriteLog cut = WriteLog.read(ByteBuffer.wrap(all, 0, all.length - 1));
    assertEquals(2, cut.size());
  }

  @Test
  void whatCannotBeRebuiltIsRefused() {
    log(10, 5, 0, "a writable map");
    assertThrows(IllegalStateException.class, this::read);
  }

  @Test
  void aFolderThatHasMoreThanTheLogIsNoticed() throws IOException {
    open(5, "old");
    write(5, 0, "a");
    write(5, 1, "b");
    assertEquals(1, new Disk(origin, read()).differences(origin).size());
    Path live = Files.createDirectory(temporary.resolve("live"));
    Path _ = Files.writeString(live.resolve("old"), "ab23456789");
    assertEquals(List.of(), new Disk(origin, read()).differences(live));
    // The last call was not carried out.
    Path _ = Files.writeString(live.resolve("old"), "a123456789");
    assertEquals(List.of(), new Disk(origin, read()).differences(live));
    Path _ = Files.writeString(live.resolve("old"), "ab2345678!");
    assertEquals(1, new Disk(origin, read()).differences(live).size());
    Path _ = Files.writeString(live.resolve("old"), "ab23456789");
    Path _ = Files.writeString(live.resolve("other"), "x");
    assertEquals(1, new Disk(origin, read()).differences(live).size());
  }
}
