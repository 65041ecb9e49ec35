package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StorageOpeningTest {
  /** Opens memory, and remembers what it was told. */
  private static final class Remembering implements StorageProvider {
    private final StorageProvider memory =
        ServiceLoader.load(StorageProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.names().contains("memory"))
            .findFirst()
            .orElseThrow();
    private final List<StorageOptions> told = new ArrayList<>();

    @Override
    public Set<String> names() {
      return memory.names();
    }

    @Override
    public boolean usesFolder(String name) {
      return memory.usesFolder(name);
    }

    @Override
    public Storage open(String name, StorageOptions options) {
      told.add(options);
      return memory.open(name, options);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 268435456", "0.5, 536870912", "4, 4294967296", "0.0000001, 1048576"})
  void theStorageIsToldHowMuchMemoryItsPagesMayTake(double gigabytes, long bytes) {
    Remembering provider = new Remembering();
    MeerkatOptions options =
        MeerkatOptions.builder().storage("memory").cacheSizeGigabytes(gigabytes).build();
    try (StorageOpening opening =
        StorageOpening.begin(options, List.of(provider), new StandardTicker())) {
      var _ = opening.await(provider);
    }
    assertEquals(List.of(bytes), provider.told.stream().map(StorageOptions::cacheBytes).toList());
  }
}
