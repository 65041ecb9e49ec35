package dev.meerkat.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Accepts clients at one port of one or more addresses, and gives each a thread. Threads: safe.
 *
 * <p>A platform thread per connection, as mongod has it: storage is called on that thread, and
 * native calls would pin a virtual thread's carrier.
 */
final class Listener implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final long RETRY_MILLIS = 100;

  private final List<ServerSocket> sockets;
  private final ConnectionFactory connections;
  private final ServerLog log;

  /** What becomes of an accepted socket. */
  interface ConnectionFactory {
    /** Takes the socket over; returns at once. */
    void accept(Socket socket);
  }

  private Listener(List<ServerSocket> sockets, ConnectionFactory connections, ServerLog log) {
    this.sockets = sockets;
    this.connections = connections;
    this.log = log;
  }

  /**
   * Binds all addresses; clients that come are kept waiting until {@link #start()}.
   *
   * @param port 0 for any free one, the same at all addresses
   * @throws IllegalStateException an address cannot be bound
   */
  static Listener bind(
      List<String> addresses, int port, ConnectionFactory connections, ServerLog log) {
    List<ServerSocket> sockets = new ArrayList<>();
    int chosen = port;
    Listener listener = new Listener(sockets, connections, log);
    try {
      for (String address : addresses) {
        ServerSocket socket = new ServerSocket();
        sockets.add(socket);
        bind(socket, address, chosen);
        chosen = socket.getLocalPort();
      }
    } catch (RuntimeException | IOException e) {
      listener.close();
      throw new IllegalStateException(e.getMessage(), e);
    }
    return listener;
  }

  int port() {
    return sockets.getFirst().getLocalPort();
  }

  /** The first address that was bound. */
  InetAddress address() {
    return sockets.getFirst().getInetAddress();
  }

  void start() {
    for (ServerSocket socket : sockets) {
      Thread.ofPlatform().name("listener").daemon(false).start(() -> acceptAll(socket));
      log.info(
          LogLine.network(
              23016,
              "Waiting for connections",
              Map.of(
                  "address", socket.getInetAddress().getHostAddress(),
                  "port", socket.getLocalPort())));
    }
  }

  /** Accepts nobody any more; connections live on. */
  @Override
  public void close() {
    for (ServerSocket socket : sockets) {
      close(socket);
    }
  }

  private static void bind(ServerSocket socket, String address, int port) throws IOException {
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(address), port), BACKLOG);
    } catch (IOException e) {
      throw new IOException("cannot listen at " + address + ":" + port + ": " + e.getMessage(), e);
    }
  }

  private void acceptAll(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        connections.accept(server.accept());
      } catch (IOException e) {
        if (!server.isClosed()) {
          refused(e);
        }
      }
    }
  }

  /** Most likely too many open files: others may close some meanwhile. */
  private void refused(IOException e) {
    log.warning(
        LogLine.network(23022, "Error accepting new connection", Map.of("error", e.toString())));
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      log.warning(
          LogLine.network(7_700_002, "Closing a port failed", Map.of("error", e.toString())));
    }
  }
}
