import jetbrains.exodus.io.DataReaderWriterProvider;
import jetbrains.exodus.io.FileDataReaderWriterProvider;
import jetbrains.exodus.io.WatchingFileDataReaderWriterProvider;
import jetbrains.exodus.io.inMemory.MemoryDataReaderWriterProvider;

/** Xodus: its jars share packages, so they are merged here into one module. */
module dev.meerkat.backend.xodus.bundle {
  requires java.management;
  requires jdk.unsupported;
  requires kotlin.stdlib;
  requires org.slf4j;

  exports jetbrains.exodus;
  exports jetbrains.exodus.bindings;
  exports jetbrains.exodus.env;
  exports jetbrains.exodus.io;
  exports jetbrains.exodus.log;

  uses DataReaderWriterProvider;

  provides DataReaderWriterProvider with
      FileDataReaderWriterProvider,
      WatchingFileDataReaderWriterProvider,
      MemoryDataReaderWriterProvider;
}
