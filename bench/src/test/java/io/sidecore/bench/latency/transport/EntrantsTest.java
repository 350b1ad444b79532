package io.sidecore.bench.latency.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecore.affinity.CorePlan;
import io.sidecore.bench.latency.load.Control;
import io.sidecore.bench.latency.load.Copies;
import io.sidecore.bench.latency.load.EchoParty;
import io.sidecore.bench.latency.load.Schedule;
import io.sidecore.bench.latency.load.Transport;
import io.sidecore.bench.latency.load.Window;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.NanoClock;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EntrantsTest {
    /** More than fit any ring, several times. */
    private static final int MESSAGES = 20_000;

    @TempDir
    private Path folder;

    /** All messages are due at once, and nobody ever gives up. */
    private static final class StandingClock implements NanoClock {
        private final long end;
        private boolean started;

        StandingClock(long end) {
            this.end = end;
        }

        @Override
        public long nanoTime() {
            if (started) {
                return end;
            }
            started = true;
            return 0;
        }
    }

    static Stream<Entrant> all() {
        return Stream.concat(Stream.of(Entrants.values()).flatMap(group -> group.members(false, false).stream()),
                Entrants.CALLS.members(false, true).stream().map(entrant -> new Entrant(entrant.name() + ", synced",
                        entrant.tag(), false, entrant.opening())));
    }

    /** The sender checks order and number of what comes back, and the transports that it is whole. */
    @ParameterizedTest
    @MethodSource("all")
    void deliversEachMessageOnceInOrder(Entrant entrant) throws Exception {
        assumeTrue(CorePlan.automatic().sharing() != CorePlan.Sharing.ONE_CPU, "two spinning threads need two CPUs");
        int messages = entrant.name().endsWith("synced") ? 200 : MESSAGES;
        Transport transport = entrant.opening().open(folder, true);
        transport.lead();
        Control control = Control.betweenThreads();
        EchoParty party = new EchoParty(control, List.of(transport));
        int cpu = CorePlan.automatic().syscall().id();
        Thread echo = Thread.ofPlatform().daemon().unstarted(() -> party.run(cpu));
        if (transport.isEchoed()) {
            echo.start();
            control.begin(0);
        }
        Window window = new Window();
        Copies.sender(transport, new StandingClock(messages)).run(new Schedule(Schedule.HIGHEST_RATE, messages),
                window);
        if (transport.isEchoed()) {
            control.end();
            control.finish();
            echo.join();
        }
        transport.close();
        assertThat(window.sent()).isEqualTo(messages);
        assertThat(window.service().getTotalCount()).isEqualTo(messages);
    }

    @ParameterizedTest
    @EnumSource
    void membersHaveNamesAndTagsOfTheirOwn(Entrants group) {
        List<Entrant> members = group.members(false, false);
        assertThat(members).extracting(Entrant::name).doesNotHaveDuplicates();
        assertThat(members).extracting(Entrant::tag).doesNotHaveDuplicates()
                .allSatisfy(tag -> assertThat(tag).doesNotContainAnyWhitespaces().doesNotContain(","));
    }
}
