package dev.meerkat.commands;

import dev.meerkat.contract.AuthMechanismContract;
import dev.meerkat.spi.auth.AuthMechanism;
import dev.meerkat.spi.auth.CredentialStore;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The test's own mechanism keeps the contract, too. */
final class RiddleMechanismTest extends AuthMechanismContract {
  @Override
  protected AuthMechanism mechanism() {
    return new RiddleMechanism();
  }

  @Override
  protected CredentialStore credentials() {
    return RiddleMechanism.users();
  }

  @Override
  protected User known() {
    return new User("test", "ada");
  }

  @Override
  protected byte[] answer(int step, byte @Nullable [] challenge) {
    return (step == 0 ? "ada" : "42").getBytes(StandardCharsets.UTF_8);
  }
}
