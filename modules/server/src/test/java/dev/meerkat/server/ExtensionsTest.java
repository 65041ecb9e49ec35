package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.auth.AuthMechanism;
import dev.meerkat.spi.auth.AuthMechanismProvider;
import dev.meerkat.spi.auth.CredentialStore;
import dev.meerkat.spi.auth.SaslConversation;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ExtensionsTest {
  private static final class Silent implements AuthMechanismProvider, AuthMechanism {
    private final Set<String> names;

    Silent(String... names) {
      this.names = Set.of(names);
    }

    @Override
    public Set<String> names() {
      return names;
    }

    @Override
    public AuthMechanism mechanism(String name) {
      return this;
    }

    @Override
    public SaslConversation open(String database, CredentialStore credentials) {
      throw new AssertionError("nobody logs in here");
    }

    @Override
    public boolean serves(String database, String user, CredentialStore credentials) {
      return false;
    }
  }

  @Test
  void mechanismsOfSeveralProvidersStandTogether() {
    Extensions extensions = Extensions.of(with(new Silent("B"), new Silent("C", "A")));
    assertEquals(List.of("A", "B", "C"), List.copyOf(extensions.mechanisms().keySet()));
  }

  @Test
  void aMechanismsNameThatIsClaimedTwiceIsRefused() {
    Providers providers = with(new Silent("A"), new Silent("B", "A"));
    RuntimeException refused = assertThrows(RuntimeException.class, () -> Extensions.of(providers));
    assertTrue(String.valueOf(refused.getMessage()).contains("A"), refused.getMessage());
  }

  private static Providers with(AuthMechanismProvider... mechanisms) {
    return new Providers(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(mechanisms),
        List.of());
  }
}
