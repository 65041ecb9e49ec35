package dev.meerkat.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.auth.AuthMechanism;
import dev.meerkat.spi.auth.CredentialStore;
import dev.meerkat.spi.auth.SaslConversation;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What the server relies on in every authentication mechanism. A mechanism's test extends this
 * class, gives the credentials of one user, and plays the client who knows them. Threads: one test
 * at a time.
 */
public abstract class AuthMechanismContract {
  private static final int MAX_STEPS = 10;
  private static final int RANDOM_LOGINS = 500;

  /** The user whom the credentials are of. */
  public record User(String database, String name) {}

  /** The mechanism under test. */
  protected abstract AuthMechanism mechanism();

  /** What is stored of the one user; nothing of anybody else. */
  protected abstract CredentialStore credentials();

  protected abstract User known();

  /**
   * What the user's client says.
   *
   * @param step from 0
   * @param challenge what the server has said to the last step; null at first
   */
  protected abstract byte[] answer(int step, byte @Nullable [] challenge);

  @Test
  void aClientThatKnowsTheCredentialsLogsIn() {
    SaslConversation conversation = open();
    assertFalse(conversation.isDone(), "nobody has said anything yet");
    login(conversation, Integer.MAX_VALUE);
    assertTrue(conversation.isDone());
    assertEquals(known().name(), conversation.user());
  }

  @Test
  void aWrongAnswerAtAnyStepFailsAndNeverLogsIn() {
    int steps = login(open(), Integer.MAX_VALUE);
    for (int wrong = 0; wrong < steps; wrong++) {
      SaslConversation conversation = open();
      assertFails(conversation, wrong);
      assertFalse(conversation.isDone(), "a wrong answer at step " + wrong);
    }
  }

  @Test
  void whateverIsSaidNobodyElseLogsIn() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < RANDOM_LOGINS; i++) {
      SaslConversation conversation = open();
      try {
        for (int step = 0; step < MAX_STEPS && !conversation.isDone(); step++) {
          byte[] said = new byte[random.nextInt(40)];
          random.nextBytes(said);
          conversation.step(said);
        }
      } catch (ServerException refused) {
        assertEquals(ErrorCode.AUTHENTICATION_FAILED, refused.code(), "seed " + seed);
      }
      assertFalse(conversation.isDone(), "seed " + seed);
    }
  }

  @Test
  void loginsDoNotKnowOfEachOther() {
    SaslConversation first = open();
    SaslConversation second = open();
    byte[] toFirst = first.step(answer(0, null));
    assertFalse(second.isDone());
    login(second, Integer.MAX_VALUE);
    for (int step = 1; !first.isDone(); step++) {
      toFirst = first.step(answer(step, toFirst));
    }
    assertEquals(known().name(), first.user());
  }

  @Test
  void itServesTheUserWhoHasCredentialsAndNobodyElse() {
    assertTrue(mechanism().serves(known().database(), known().name(), credentials()));
    assertFalse(mechanism().serves(known().database(), known().name() + "x", credentials()));
    assertFalse(mechanism().serves(known().database() + "x", known().name(), credentials()));
  }

  private SaslConversation open() {
    return mechanism().open(known().database(), credentials());
  }

  /** Answers rightly until the end, or {@code steps} times; answers how often. */
  private int login(SaslConversation conversation, int steps) {
    byte[] challenge = null;
    int step = 0;
    while (step < steps && !conversation.isDone()) {
      assertTrue(step < MAX_STEPS, "a login of more than " + MAX_STEPS + " steps");
      challenge = conversation.step(answer(step, challenge));
      step++;
    }
    return step;
  }

  /** Answers rightly, then once wrongly, and rightly again, until the login is refused. */
  private void assertFails(SaslConversation conversation, int wrongStep) {
    byte[] challenge = null;
    try {
      for (int step = 0; step < MAX_STEPS; step++) {
        byte[] said = answer(step, challenge);
        if (step == wrongStep) {
          said = said.clone();
          said[said.length - 1] ^= 1;
        }
        challenge = conversation.step(said);
        assertFalse(conversation.isDone(), "a wrong answer at step " + wrongStep);
      }
    } catch (ServerException refused) {
      assertEquals(ErrorCode.AUTHENTICATION_FAILED, refused.code());
      return;
    }
    throw new AssertionError("a wrong answer at step " + wrongStep + " was not refused");
  }
}
