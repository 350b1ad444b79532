package io.sidecore.stress.weak;

import java.util.SplittableRandom;

/** Decides which of several writes a load reads. */
@FunctionalInterface
public interface Choice {
    /**
     * {@return how many writes before the newest one is read}
     *
     * @param most the largest possible answer, 1 or more
     */
    int back(int most);

    /**
     * {@return a choice that is often the newest write, so that whoever waits for it goes on}
     *
     * @param random where from
     */
    static Choice random(SplittableRandom random) {
        double lag = new double[]{0, 0.02, 0.1, 0.3, 0.6}[random.nextInt(5)];
        return most -> random.nextDouble() < lag ? random.nextInt(most + 1) : 0;
    }
}
