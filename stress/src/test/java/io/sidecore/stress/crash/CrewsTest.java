package io.sidecore.stress.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.stress.crash.trial.LifeSigns;
import io.sidecore.stress.crash.trial.Violation;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Two lives in one process, for which a shell stands. */
class CrewsTest {
    private final MemorySegment one = Arena.ofAuto().allocate(LifeSigns.LENGTH, Long.BYTES);
    private final MemorySegment other = Arena.ofAuto().allocate(LifeSigns.LENGTH, Long.BYTES);
    private final AtomicReference<Process> process = new AtomicReference<>();

    private static CompletableFuture<Ending> board(Crews crews, MemorySegment ledger, BooleanSupplier isLost) {
        RealWorker.Order order = new RealWorker.Order(Scenario.SPSC, Path.of("none"), false, 0, 1, 0, 0, "-1:0:BEFORE",
                false);
        Crews.Life life = new Crews.Life(order, new LifeSigns(ledger), 0, false, new Progress(List.of(ledger)), isLost);
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                ending.complete(crews.live(life));
            } catch (Throwable e) {
                ending.completeExceptionally(e);
            }
        });
        return ending;
    }

    private List<CompletableFuture<Ending>> play(String script, BooleanSupplier isLost) throws Exception {
        try (StandBy processes = new StandBy(() -> {
            if (script.isEmpty()) {
                throw new IOException("planted");
            }
            return new ProcessBuilder("sh", "-c", script).start();
        }, process::set)) {
            Crews crews = new Crews(processes);
            crews.expect(2);
            List<CompletableFuture<Ending>> endings = List.of(board(crews, one, isLost), board(crews, other, isLost));
            for (CompletableFuture<Ending> ending : endings) {
                ending.handle((result, failure) -> null).get(60, TimeUnit.SECONDS);
            }
            return endings;
        }
    }

    @Test
    void errorOfOneLifeIsItsOwn() throws Exception {
        new LifeSigns(other).fail();
        List<CompletableFuture<Ending>> endings = play("read order; exit 1", () -> false);
        assertThat(endings.getFirst().join().manner("one")).isEmpty();
        assertThatThrownBy(() -> endings.getLast().join().manner("other")).isInstanceOf(Violation.class)
                .hasMessageContaining("other ended with code 1");
    }

    @Test
    void processThatNobodyHasFailedInIsTheLeaders() throws Exception {
        List<CompletableFuture<Ending>> endings = play("read order; exit 1", () -> false);
        assertThat(endings).filteredOn(ending -> ending.join().answers()).hasSize(1)
                .allSatisfy(ending -> assertThatThrownBy(() -> ending.join().manner("leader"))
                        .isInstanceOf(Violation.class));
        assertThat(endings).filteredOn(ending -> !ending.join().answers()).hasSize(1)
                .allSatisfy(ending -> assertThat(ending.join().manner("other")).isEmpty());
    }

    @Test
    void processThatDoesNotStartIsTheLeadersFaultWithItsCause() throws Exception {
        List<CompletableFuture<Ending>> endings = play("", () -> false);
        assertThat(endings).filteredOn(CompletableFuture::isCompletedExceptionally).hasSize(1)
                .allSatisfy(ending -> assertThatThrownBy(ending::join).isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(Violation.class).hasMessageContaining("planted"));
    }

    @Test
    void killedProcessIsADeathOfAllWhoHadBegun() throws Exception {
        new LifeSigns(one).begin();
        List<CompletableFuture<Ending>> endings = play("read order; sleep 600", () -> new LifeSigns(one).hasBegun());
        assertThat(endings.getFirst().join().manner("one")).contains(Casualties.Manner.KILLED_AT_ANY_TIME);
        assertThat(endings.getLast().join().manner("other")).as("it had not opened its side").isEmpty();
        assertThat(process.get().isAlive()).isFalse();
    }
}
