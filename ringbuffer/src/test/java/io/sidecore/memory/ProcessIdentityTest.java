package io.sidecore.memory;

import static io.sidecore.memory.Liveness.ALIVE;
import static io.sidecore.memory.Liveness.DEAD;
import static io.sidecore.memory.Liveness.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
    private static final long NAMESPACE = ProcessIdentity.self().namespace();

    private static String stat(char state, int threads, long startTicks) {
        return "42 (a b) Z 9) " + state + " 1 42 42 0 -1 0 0 0 0 0 0 0 0 0 20 0 " + threads + " 0 " + startTicks
                + " 0\n";
    }

    private static ProcessIdentity startedAt(long ticks) {
        return new ProcessIdentity(42, ticks, NAMESPACE);
    }

    @Test
    void processThatStartedAtTheSameTimeIsTheSame() {
        assertThat(startedAt(777).liveness(stat('S', 3, 777))).isEqualTo(ALIVE);
    }

    @Test
    void stoppedProcessIsAlive() {
        assertThat(startedAt(777).liveness(stat('T', 3, 777))).isEqualTo(ALIVE);
    }

    @Test
    void processThatStartedAtAnotherTimeHasTheIdOfADeadOne() {
        assertThat(startedAt(777).liveness(stat('S', 3, 778))).isEqualTo(DEAD);
    }

    @Test
    void zombieIsDead() {
        assertThat(startedAt(777).liveness(stat('Z', 1, 777))).isEqualTo(DEAD);
    }

    @Test
    void zombieOfTheFirstThreadIsAliveWhileOtherThreadsRun() {
        assertThat(startedAt(777).liveness(stat('Z', 2, 777))).isEqualTo(ALIVE);
    }

    @Test
    void nothingIsKnownOfAProcessWithoutAStartTime() {
        assertThat(startedAt(0).liveness(stat('S', 1, 777))).isEqualTo(UNKNOWN);
    }

    @Test
    void nothingIsKnownOfAnotherNamespace() {
        long gone = Deceased.killed().pid();
        assertThat(new ProcessIdentity(gone, 777, NAMESPACE ^ 1).liveness()).isEqualTo(UNKNOWN);
        assertThat(new ProcessIdentity(gone, 777, 0).liveness()).isEqualTo(UNKNOWN);
    }

    @Test
    void killedProcessIsDeadAndThisOneIsAlive() {
        Deceased killed = Deceased.killed();
        assertThat(new ProcessIdentity(killed.pid(), killed.startTicks(), NAMESPACE).liveness()).isEqualTo(DEAD);
        assertThat(ProcessIdentity.self().liveness()).isEqualTo(ALIVE);
    }

    @Test
    void livingChildIsAlive() throws IOException {
        Process child = new ProcessBuilder("sleep", "1000").start();
        try {
            Deceased living = Deceased.of(child.pid());
            assertThat(new ProcessIdentity(living.pid(), living.startTicks(), NAMESPACE).liveness()).isEqualTo(ALIVE);
        } finally {
            child.destroyForcibly();
        }
    }
}
