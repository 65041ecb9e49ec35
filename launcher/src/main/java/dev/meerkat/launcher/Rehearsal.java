package dev.meerkat.launcher;

import dev.meerkat.launcher.CommandLineParser.Start;
import dev.meerkat.server.MeerkatServer;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.wire.FrameHeader;
import dev.meerkat.wire.FrameWriter;
import dev.meerkat.wire.Message;
import dev.meerkat.wire.OpMsg;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;

/**
 * A server that starts on an empty folder, hears what a client says first, ends and starts again:
 * the Java virtual machine watches it, so that the classes that every start needs are loaded and
 * linked from its cache at the next. Threads: confined to the main thread.
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514</a>
 */
public final class Rehearsal {
  private static final List<String> COMMANDS =
      List.of(
          "{hello: 1, helloOk: true, $db: 'admin'}",
          "{ping: 1, $db: 'admin'}",
          "{buildInfo: 1, $db: 'admin'}",
          "{create: 'c', $db: 'rehearsal'}",
          "{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a_1'}], $db: 'rehearsal'}",
          "{insert: 'c', documents: [{_id: 1, a: 1}, {_id: 2, a: 2}], $db: 'rehearsal'}",
          "{find: 'c', filter: {a: {$gte: 1}}, sort: {a: 1}, limit: 10, $db: 'rehearsal'}",
          "{update: 'c', updates: [{q: {_id: 1}, u: {$set: {b: 'x'}}}], $db: 'rehearsal'}",
          "{findAndModify: 'c', query: {_id: 2}, update: {$inc: {a: 1}}, $db: 'rehearsal'}",
          "{aggregate: 'c', pipeline: [{$match: {a: 1}}, {$group: {_id: '$a', n: {$sum: 1}}}],"
              + " cursor: {}, $db: 'rehearsal'}",
          "{count: 'c', $db: 'rehearsal'}",
          "{listCollections: 1, $db: 'rehearsal'}",
          "{delete: 'c', deletes: [{q: {_id: 1}, limit: 1}], $db: 'rehearsal'}",
          "{dropDatabase: 1, $db: 'rehearsal'}");

  private static final List<String> GREETING = COMMANDS.subList(0, 2);

  private Rehearsal() {}

  /**
   * Takes the folder of the data, which is not there yet or empty, the one where libraries are
   * unpacked, and the one where they are to be kept for later starts.
   */
  public static void main(String[] arguments) throws IOException {
    List<String> durable = List.of("--port", "0", "--quiet", "--dbpath", arguments[0]);
    try (MeerkatServer server = begin(durable)) {
      play(server.port(), COMMANDS);
      awaitHousekeeping();
      keep(Path.of(arguments[1]), Path.of(arguments[2]));
    }
    // Data that are there are read at the start.
    try (MeerkatServer server = begin(durable)) {
      play(server.port(), GREETING);
    }
    try (MeerkatServer server = begin(List.of("--port", "0", "--storage", "memory"))) {
      play(server.port(), COMMANDS);
    }
  }

  private static MeerkatServer begin(List<String> words) {
    if (!(new CommandLineParser(Set.of()).parse(words) instanceof Start start)) {
      throw new IllegalStateException("the rehearsal does not start a server");
    }
    MeerkatServer server = Launcher.start(start.settings(), words);
    Thread onSignal = Launcher.onSignal(server);
    Runtime.getRuntime().addShutdownHook(onSignal);
    boolean _ = Runtime.getRuntime().removeShutdownHook(onSignal);
    return server;
  }

  /** A server looks after its sessions and cursors for the first time when it is a second old. */
  private static void awaitHousekeeping() {
    try {
      Thread.sleep(1_200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Copies the library out of a name that is another at each start: {@code x-libsqlitejdbc.so}. */
  private static void keep(Path unpacked, Path kept) throws IOException {
    try (DirectoryStream<Path> libraries = Files.newDirectoryStream(unpacked, "*sqlitejdbc*")) {
      for (Path library : libraries) {
        String name = library.getFileName().toString();
        if (!name.endsWith(".lck")) {
          Files.createDirectories(kept);
          Files.copy(library, kept.resolve(name.substring(name.lastIndexOf('-') + 1)));
        }
      }
    }
  }

  private static void play(int port, List<String> commands) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      FrameWriter writer = new FrameWriter();
      for (String command : commands) {
        writer.clear();
        writer.opMsg(1, 0, 0, DocumentView.of(BsonDocument.parse(command)));
        socket.getOutputStream().write(writer.array(), 0, writer.length());
        requireDone(command, socket.getInputStream());
      }
    }
  }

  private static void requireDone(String command, InputStream input) throws IOException {
    byte[] length = read(input, 4);
    byte[] rest = read(input, BsonBytes.int32(length, 0) - 4);
    byte[] frame = new byte[4 + rest.length];
    System.arraycopy(length, 0, frame, 0, 4);
    System.arraycopy(rest, 0, frame, 4, rest.length);
    Message message = Message.parse(FrameHeader.parse(frame, 0), frame, 0);
    if (!(message instanceof OpMsg reply)
        || reply.body().toBson().getNumber("ok").doubleValue() != 1) {
      throw new IllegalStateException("refused: " + command);
    }
  }

  private static byte[] read(InputStream input, int count) throws IOException {
    byte[] bytes = input.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the server has closed the connection");
    }
    return bytes;
  }
}
