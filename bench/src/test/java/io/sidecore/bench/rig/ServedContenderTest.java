package io.sidecore.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecore.affinity.CorePlan;
import io.sidecore.affinity.CurrentThread;
import io.sidecore.bench.calls.served.KernelThread;
import io.sidecore.bench.counters.Taken;
import io.sidecore.bench.report.Rounds;
import io.sidecore.bench.report.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedContenderTest {
    private static final Effort SMOKE = new Effort(1, 3, 1);

    @TempDir
    private Path folder;

    @BeforeEach
    void twoCpus() {
        assumeTrue(CorePlan.automatic().sharing() != CorePlan.Sharing.ONE_CPU, "two spinning threads need two CPUs");
    }

    private Rounds lead(Contender... contenders) throws Exception {
        return ForkMain.lead(new Of(contenders), folder, SMOKE);
    }

    @Test
    void beginsBeforeEachSliceAndEndsAfterIt() throws Exception {
        Served served = new Served();
        lead(served);
        assertThat(served.slices).isGreaterThanOrEqualTo(SMOKE.warmUps() + SMOKE.rounds());
        assertThat(served.begun).isEqualTo(served.slices);
        assertThat(served.ended).isEqualTo(served.slices);
    }

    @Test
    void followerSleepsDuringItsSlicesAndFollowsTheOthers() throws Exception {
        Followed followed = new Followed();
        Served served = new Served() {
            @Override
            public void lead(int leader, long count) {
                super.lead(leader, count);
                if (followed.tid != 0) {
                    KernelThread follower = new KernelThread(followed.tid);
                    // Or the watchdog ends the test.
                    follower.awaitSleep(0);
                    follower.close();
                }
            }
        };
        lead(followed, served);
        assertThat(served.slices).isPositive();
        assertThat(followed.followed).isEqualTo(followed.led);
    }

    @Test
    void allocationOfItsOwnThreadsCountsAndThatBetweenSlicesDoesNot() throws Exception {
        Rounds rounds = lead(new Served() {
            @Override
            public void begin() {
                super.begin();
                kept = new byte[1 << 20];
            }

            @Override
            public void lead(int leader, long count) {
                super.lead(leader, count);
                Thread thread = new Thread(() -> kept = new byte[(int) count * 1000]);
                thread.start();
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void end() {
                super.end();
                kept = new byte[1 << 20];
            }
        });
        assertThat(rounds.bytesOf("0")).isBetween(1000.0, 5000.0);
    }

    @Test
    void timeThatAContenderCountsByItselfIsWhatIsReported() throws Exception {
        Rounds rounds = lead(new Served() {
            @Override
            public long countedNanos(long nanos) {
                return 7 * lastCount;
            }
        }, new Followed() {
            @Override
            public long countedNanos(long nanos) {
                return 9 * lastCount;
            }
        });
        assertThat(rounds.of("0")).containsOnly(7);
        assertThat(rounds.of("1")).containsOnly(9);
    }

    @Test
    void othersOnItsCpuCountWithinASliceAndNotBetweenSlices() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/schedstat")), "the kernel keeps no count of waits");
        double between = lead(new Served() {
            @Override
            public void begin() {
                super.begin();
                shareCpu();
            }
        }).waitedPercent();
        double within = lead(new Served() {
            @Override
            public void lead(int leader, long count) {
                super.lead(leader, count);
                shareCpu();
            }
        }).waitedPercent();
        assertThat(within).isGreaterThan(between);
    }

    /** Until the calling thread has waited for its CPU, which another one wants, too. */
    private static void shareCpu() {
        AtomicBoolean ended = new AtomicBoolean();
        Thread other = Thread.ofPlatform().start(() -> {
            // It has inherited the one CPU.
            while (!ended.get()) {
                Thread.onSpinWait();
            }
        });
        int tid = CurrentThread.tid();
        long before = Taken.waitedNanos(tid);
        while (Taken.waitedNanos(tid) - before < TimeUnit.MILLISECONDS.toNanos(5)) {
            Thread.onSpinWait();
        }
        ended.set(true);
        try {
            other.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void failureOfWhatServesItNamesTheContender() {
        assertThatThrownBy(() -> lead(new Followed(), new Served() {
            @Override
            public void begin() {
                throw new IllegalStateException("no engine");
            }
        })).hasMessageContaining("1: no engine");
    }

    /** Contenders by their numbers. */
    private record Of(Contender... each) implements RigExperiment {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public String title() {
            return "test";
        }

        @Override
        public List<Entrant> entrants() {
            return java.util.stream.IntStream.range(0, each.length)
                    .mapToObj(number -> Entrant.of(Integer.toString(number), () -> each[number])).toList();
        }

        @Override
        public List<Target> targets() {
            return List.of();
        }
    }

    private static class Served implements ServedContender {
        volatile byte[] kept;
        int begun;
        int slices;
        int ended;
        long lastCount;

        @Override
        public void begin() {
            begun++;
            assertThat(begun).isEqualTo(ended + 1);
        }

        @Override
        public void lead(int leader, long count) {
            slices++;
            lastCount = count;
            assertThat(slices).isEqualTo(begun);
        }

        @Override
        public void end() {
            ended++;
            assertThat(ended).isEqualTo(slices);
        }

        @Override
        public int thread() {
            return 0;
        }
    }

    private static class Followed implements Contender {
        volatile int tid;
        long led;
        long followed;
        long lastCount;

        @Override
        public void lead(int leader, long count) {
            led += count;
            lastCount = count;
        }

        @Override
        public void follow(long count) {
            tid = CurrentThread.tid();
            followed += count;
        }
    }
}
