package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Answers what the machine is that the server runs on. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/hostInfo/">hostInfo</a>
 */
public final class HostInfoCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("hostInfo").help("returns information about the daemon's host").fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    HostFacts host = HostFacts.read();
    reply.beginDocument("system");
    reply.appendDateTime("currentTime", operation.ticker().wallMillis());
    reply.appendString("hostname", host.name());
    reply.appendInt32("cpuAddrSize", 64);
    reply.appendInt64("memSizeMB", host.memoryBytes() >> 20);
    reply.appendInt64("memLimitMB", host.memoryBytes() >> 20);
    reply.appendInt32("numCores", host.processors());
    reply.appendInt32("numCoresAvailableToProcess", host.processors());
    reply.appendInt32("numPhysicalCores", host.cores());
    reply.appendInt32("numCpuSockets", host.sockets());
    reply.appendString("cpuArch", System.getProperty("os.arch"));
    reply.appendBoolean("numaEnabled", host.numaNodes() > 1);
    reply.appendInt32("numNumaNodes", host.numaNodes()).end();
    reply.beginDocument("os");
    reply.appendString("type", System.getProperty("os.name"));
    reply.appendString("name", System.getProperty("os.name"));
    reply.appendString("version", System.getProperty("os.version")).end();
    reply.beginDocument("extra");
    LinuxFacts.write(host.memoryBytes(), reply);
    reply.appendString("javaVersion", System.getProperty("java.version"));
    reply.appendString("javaVm", System.getProperty("java.vm.name")).end();
  }
}
