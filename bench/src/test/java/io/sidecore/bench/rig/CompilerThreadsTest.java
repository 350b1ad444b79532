package io.sidecore.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CompilerThreadsTest {
    @Test
    void oneThatCompilesIsSeenAndTheEndOfItIsWaitedFor() throws InterruptedException {
        AtomicBoolean isOver = new AtomicBoolean();
        Thread busy = Thread.ofPlatform().start(() -> {
            for (int length = 1; !isOver.get(); length++) {
                makeWarm(Pattern.compile("((a|b)+c{" + length + "}x*)|\\p{L}+?[^a-c&&\\w]"));
            }
        });
        while (!CompilerThreads.isOneAtWork()) {
            Thread.onSpinWait();
        }
        isOver.set(true);
        busy.join();
        // What this test runs may itself be compiled meanwhile, once or twice.
        assertThat(IntStream.range(0, 5).mapToObj(look -> {
            CompilerThreads.awaitIdle();
            return CompilerThreads.isOneAtWork();
        })).contains(false);
    }

    private static void makeWarm(Pattern pattern) {
        for (int text = 0; text < 2_000; text++) {
            assertThat(pattern.matcher("ababcc--" + text).matches()).isFalse();
        }
    }
}
