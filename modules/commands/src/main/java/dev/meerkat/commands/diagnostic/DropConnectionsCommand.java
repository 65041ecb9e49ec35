package dev.meerkat.commands.diagnostic;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import org.bson.BsonValue;

/**
 * Drops the server's own connections to other members. A set of one has none, so that there is
 * nothing to do. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/dropConnections/">dropConnections</a>
 */
public final class DropConnectionsCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("dropConnections")
          .help("Drop egress connections to specific host+port pairs")
          .adminOnly()
          .fields(Field.array("hostAndPort").required());

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    // The server is connected to nobody: what is left is to look at what was given.
    for (BsonValue peer : request.array("hostAndPort")) {
      if (!peer.isString() && !peer.isNull()) {
        throw new ServerException(
            ErrorCode.TYPE_MISMATCH, "BSON field 'dropConnections.hostAndPort' holds no string");
      }
      if (peer.isString()) {
        check(peer.asString().getValue());
      }
    }
  }

  /** Judges {@code host}, {@code host:port}, {@code [IPv6]} and {@code [IPv6]:port}. */
  private static void check(String peer) {
    int open = peer.indexOf('[');
    int close = peer.indexOf(']');
    int colon = peer.lastIndexOf(':');
    String host;
    if (open >= 0) {
      if (open > 0 || close < 0) {
        throw bad(peer, "an IPv6 address must stand in '[' and ']'");
      }
      host = peer.substring(1, close);
      colon = colon < close ? -1 : colon;
      if (close + 1 != (colon < 0 ? peer.length() : colon)) {
        throw bad(peer, "nothing but ':' and a port may follow ']'");
      }
    } else {
      if (close >= 0 || peer.indexOf(':') != colon) {
        throw bad(peer, "an IPv6 address must stand in '[' and ']'");
      }
      host = colon < 0 ? peer : peer.substring(0, colon);
    }
    if (host.isEmpty()) {
      throw bad(peer, "the host is empty");
    }
    if (colon >= 0 && !isPort(peer.substring(colon + 1))) {
      throw bad(peer, "a port is a number from 1 to 65535");
    }
  }

  private static boolean isPort(String digits) {
    return digits.matches("\\+?0*[0-9]{1,5}")
        && Integer.parseInt(digits) >= 1
        && Integer.parseInt(digits) <= 65535;
  }

  private static ServerException bad(String peer, String why) {
    return new ServerException(
        ErrorCode.FAILED_TO_PARSE, "Cannot parse '" + peer + "' as a host and a port: " + why);
  }
}
