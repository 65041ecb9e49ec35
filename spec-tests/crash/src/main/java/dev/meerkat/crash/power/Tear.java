package dev.meerkat.crash.power;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Which of the changes that were not synced are on the disk when the power is gone. Threads:
 * confined.
 */
public abstract sealed class Tear {
  /** Which of a file's changes have come about, in their order. */
  abstract List<Call> choose(List<Call> pending);

  /** How many of the changes of names have come about. */
  abstract int names(int pending);

  /** Nothing that was not synced is there. */
  public static Tear nothing() {
    return new Fixed(false);
  }

  /** All is there, as after the death of the process alone. */
  public static Tear everything() {
    return new Fixed(true);
  }

  /** Some of it is there, by chance. */
  public static Tear some(Random random) {
    return new Some(random);
  }

  private static final class Fixed extends Tear {
    private final boolean all;

    Fixed(boolean all) {
      this.all = all;
    }

    @Override
    List<Call> choose(List<Call> pending) {
      return all ? pending : List.of();
    }

    @Override
    int names(int pending) {
      return all ? pending : 0;
    }
  }

  /** For each file something else: all, a first part, or any of its changes, torn by sectors. */
  private static final class Some extends Tear {
    private static final int SECTOR = 512;

    private final Random random;

    Some(Random random) {
      this.random = random;
    }

    @Override
    int names(int pending) {
      return random.nextInt(pending + 1);
    }

    @Override
    List<Call> choose(List<Call> pending) {
      return switch (random.nextInt(4)) {
        case 0 -> pending;
        case 1 -> pending.subList(0, random.nextInt(pending.size() + 1));
        case 2 -> any(pending, 1);
        default -> any(pending, 4);
      };
    }

    /** One in so many changes is lost, and of as many a part. */
    private List<Call> any(List<Call> pending, int oneIn) {
      List<Call> chosen = new ArrayList<>();
      for (Call call : pending) {
        int chance = random.nextInt(oneIn + 2);
        if (chance == 0 && call instanceof Call.Write write) {
          tear(write, chosen);
        } else if (chance != 1) {
          chosen.add(call);
        }
      }
      return chosen;
    }

    private void tear(Call.Write write, List<Call> chosen) {
      ByteBuffer bytes = write.bytes();
      int start = 0;
      while (start < bytes.limit()) {
        // Sectors lie in the file, not in the write.
        long behind = (write.offset() + start) / SECTOR * SECTOR + SECTOR;
        int end = (int) Math.min(bytes.limit(), behind - write.offset());
        if (random.nextBoolean()) {
          chosen.add(
              new Call.Write(
                  write.descriptor(), write.offset() + start, bytes.slice(start, end - start)));
        }
        start = end;
      }
    }
  }
}
