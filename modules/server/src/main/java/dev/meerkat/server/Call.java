package dev.meerkat.server;

import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;

/**
 * A request that has been understood. Threads: immutable.
 *
 * @param name the command's name as the client wrote it
 */
record Call(String name, Command command, CommandRequest request) {
  boolean isHello() {
    return Handshake.isHello(name);
  }
}
