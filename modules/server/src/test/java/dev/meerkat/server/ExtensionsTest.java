package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.auth.AuthMechanism;
import dev.meerkat.spi.auth.AuthMechanismProvider;
import dev.meerkat.spi.auth.CredentialStore;
import dev.meerkat.spi.auth.SaslConversation;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandProvider;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.index.IndexTypeProvider;
import dev.meerkat.spi.query.AccumulatorProvider;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.FilterProvider;
import dev.meerkat.spi.query.StageProvider;
import dev.meerkat.spi.query.WindowFunctionProvider;
import dev.meerkat.spi.storage.StorageProvider;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that several providers bring, or nobody. */
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

  /** One name more than once, whatever it names: the text says whose it is and what there is. */
  @ParameterizedTest
  @ValueSource(
      classes = {
        ExpressionProvider.class,
        FilterProvider.class,
        AccumulatorProvider.class,
        StageProvider.class,
        WindowFunctionProvider.class,
        IndexTypeProvider.class,
        CommandProvider.class,
        AuthMechanismProvider.class,
        StorageProvider.class
      })
  void aNameThatIsClaimedTwiceIsRefusedWithTheNamesThatThereAre(Class<?> doubled) {
    Providers providers =
        Providers.from(
            new Providers.Source() {
              @Override
              public <S> List<S> load(Class<S> service) {
                return service == doubled
                    ? List.of(
                        named(service, "first"),
                        named(service, "taken", "second"),
                        named(service, "taken"))
                    : List.of();
              }
            });
    RuntimeException refused = assertThrows(RuntimeException.class, () -> Extensions.of(providers));
    String text = String.valueOf(refused.getMessage());
    assertTrue(text.contains(" taken is brought twice: by "), text);
    assertTrue(text.endsWith("there is: first, second, taken"), text);
  }

  /** A provider that brings names and nothing else. */
  private static <S> S named(Class<S> service, String... names) {
    return service.cast(
        Proxy.newProxyInstance(
            service.getClassLoader(),
            new Class<?>[] {service},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "names" -> Set.of(names);
                  case "commands" -> Stream.of(names).map(ExtensionsTest::command).toList();
                  default -> throw new AssertionError(method);
                }));
  }

  private static Command command(String name) {
    return new Command() {
      @Override
      public CommandSchema schema() {
        return CommandSchema.of(name).fields();
      }

      @Override
      public void run(CommandRequest request, OperationContext operation, DocumentBuilder reply) {
        throw new AssertionError("nobody runs it here");
      }
    };
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
