package io.sidecore.tools.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sidecore.syscall.call.SyscallNumber;
import io.sidecore.syscall.counters.CoreCounters;
import io.sidecore.syscall.counters.EngineCounters;
import io.sidecore.syscall.counters.PageCounters;
import io.sidecore.syscall.counters.PageKind;
import io.sidecore.tools.CommandRun;
import io.sidecore.tools.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class EngineStatTest {
    private static final long SELF = ProcessHandle.current().pid();
    private static final int DATA = 8192;

    private Process child;

    @AfterEach
    void endChild() throws InterruptedException {
        if (child != null) {
            child.destroyForcibly().waitFor();
        }
    }

    /** The id of a process that has counted and goes on. */
    private long counting() {
        try {
            child = CommandRun.child(CountingProcess.class).start();
            BufferedReader output = child.inputReader();
            assertThat(output.readLine()).isEqualTo("ready");
            return child.pid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CommandRun statAtOnce(long pid) {
        return CommandRun.of("stat", "--interval", "0", pid);
    }

    @Test
    void anotherProcessShowsItsEngineAndWhatItsCoresDo() {
        long pid = counting();
        CommandRun stat = statAtOnce(pid);
        assertThat(stat.err()).isEmpty();
        assertThat(stat.code()).isZero();
        assertThat(stat.out())
                .containsPattern("process " + pid + " \\(java\\), descriptor \\d+: engine engine under test,")
                .contains("core 0: CPU 3, in call " + SyscallNumber.PWRITE64
                        + " (pwrite64); threads 3,"
                        + " most 4, limit 16, standing by 1; blocked calls 1")
                .containsPattern("executed +[\\d,]*\\d,\\d{3}\\R").containsPattern("batches +4\\R")
                .containsPattern("parks +1\\R").containsPattern("wake-ups +1\\R").containsPattern("hand-offs +1\\R")
                .containsPattern("would block +1\\R").containsPattern("held back +1\\R")
                .containsPattern("cancelled +1\\R");
    }

    @Test
    void pagesShowTheirOwnersAndTotalsAndClosedOnesStayInTheSum() {
        long pid = counting();
        assertThat(statAtOnce(pid).out()).contains("pages: 1 open, 2 opened since start").containsPattern(
                "0 +" + pid + " \\(java\\) +private +512 +45 +12,345 +12,300 +7 +1 +1 +1\\R")
                .containsPattern("all +closed ones, too +1,012,345 +12,300 +7 +1 +1 +1\\R")
                .doesNotContain("a second");
    }

    @Test
    void latenciesAreBoundsOfBucketsWithAPlot() {
        assertThat(statAtOnce(counting()).out()).contains("1 call in 64, since start")
                .containsPattern("queue wait +< 512 ns +< 512 ns +< 512 ns +< 131 us +< 131 us +100\\R")
                .containsPattern("service time +< 2.05 us +< 2.05 us +< 2.05 us +>= 2.15 s +>= 2.15 s +100\\R")
                .containsPattern("256 ns +#{24} 99.0 %\\R").containsPattern("1.02 us +#{24} 99.0 %\\R")
                .containsPattern("65.5 us +# 1.0 %\\R").containsPattern("2.15 s +# 1.0 %\\R")
                .containsPattern("batch sizes +1: 75.0 % +32-63: 25.0 %\\R")
                .containsPattern("1.0 %\\R +\\.\\.\\.\\R +2.15 s").doesNotContain("128 ns", "262 us");
    }

    @Test
    void ratesAreCountsASecondBetweenTwoLooks() {
        CommandRun stat = CommandRun.of("stat", "--interval", "0.2", counting());
        assertThat(stat.out()).containsPattern("executed +[\\d,]+ +[\\d,.]*[1-9][\\d,.]*\\R")
                .containsPattern("batches +4 +0\\R").containsPattern("a second +0 +0 +0 +0 +0 +0\\R")
                .containsPattern("over \\d+\\.\\d s");
    }

    @Test
    void ratesAreDividedByTheTimeBetweenTheLooks() throws IOException {
        try (EngineCounters counters = EngineCounters.create("steady", 0)) {
            CoreCounters core = counters.openCore(0, 1);
            core.executed(1000);
            EngineSample before = EngineSample.take(counters.memory().path().orElseThrow());
            core.executed(1500);
            core.park();
            EngineSample after = EngineSample.take(counters.memory().path().orElseThrow());
            EngineSample twoSecondsLater = new EngineSample(after.region(), before.nanos() + 2_000_000_000L,
                    after.created(), after.creatorPid(), after.counters());
            EngineLook look = new EngineLook(twoSecondsLater, Optional.of(before));
            ProcessEngines process = new ProcessEngines(SELF, List.of(after.region()));
            assertThat(TextReport.of(process, look, false)).containsPattern("executed +1,500 +250\\R")
                    .containsPattern("parks +1 +0.5\\R").contains("over 2.0 s");
            assertThat(JsonReport.of(process, look)).contains("\"interval_s\": 2.000",
                    "\"per_s\": {\"executed\": 250.000,");
        }
    }

    @Test
    void enginesOfOneProcessAreComparedEachWithItself() {
        try (EngineCounters first = EngineCounters.create("first", 0);
                EngineCounters second = EngineCounters.create("second", 0)) {
            ProcessObservation observation = new ProcessObservation(SELF);
            observation.observe();
            observation.observe();
            assertThat(observation.engines()).hasSizeGreaterThan(1)
                    .allSatisfy(look -> assertThat(look.before().orElseThrow().counters().name())
                            .isEqualTo(look.now().counters().name()));
            assertThat(first.isVisible()).isEqualTo(second.isVisible());
        }
    }

    @Test
    void jsonIsOneObjectForEachEngine() {
        long pid = counting();
        CommandRun stat = CommandRun.of("stat", "--json", "--interval", "0.1", pid);
        assertThat(stat.out().lines()).hasSize(1);
        assertThat(stat.out()).startsWith("{\"pid\": " + pid + ", \"command\": \"java\", ")
                .contains("\"engine\": \"engine under test\"", "\"state\": \"in_call\", \"call\": ",
                        "\"most_threads\": 4", "\"hand_offs\": 1",
                        "\"batch_sizes\": [3, 0, 0, 0, 0, 1, 0", "\"sampling_interval\": 64",
                        "\"queue_wait_ns\": [0, 0, 0, 0, 0, 0, 0, 0, 99, 0", "\"owner\": " + pid,
                        "\"owner_name\": \"java\", \"kind\": \"private\"", "\"in_flight\": 45",
                        "\"all_pages\": {\"submitted\": 1012345,", "\"all_pages_per_s\": {\"submitted\": 0.000,",
                        "\"descriptor\": ")
                .containsPattern("\"interval_s\": 0\\.[1-9]");
        assertThat(CommandRun.of("stat", "--json", "--interval", "0", pid).out()).contains("\"interval_s\": null",
                "\"per_s\": null", "\"all_pages_per_s\": null");
    }

    @Test
    void watchGoesOnUntilTheProcessEnds() throws Exception {
        long pid = counting();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int[] code = new int[1];
        Thread watcher = Thread.ofPlatform()
                .start(() -> code[0] = line.execute("stat", "--watch=0.05", Long.toString(pid)));
        while (watcher.isAlive() && out.toString().split("engine under test", -1).length <= 3) {
            Thread.yield();
        }
        child.destroyForcibly().waitFor();
        watcher.join();
        assertThat(out.toString()).contains("since the last look").containsPattern("queue wait +- +- +- +- +- +0\\R");
        assertThat(err.toString()).contains("process " + pid + " is not there");
        assertThat(code[0]).isEqualTo(1);
    }

    @Test
    void watchEndsWhenItIsInterrupted() throws InterruptedException {
        long pid = counting();
        CommandRun[] stat = new CommandRun[1];
        Thread watcher = Thread.ofPlatform().start(() -> stat[0] = CommandRun.of("stat", "--json", "--watch=10", pid));
        while (watcher.isAlive() && watcher.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        watcher.interrupt();
        watcher.join();
        assertThat(stat[0].code()).isZero();
    }

    @Test
    void processWithoutAnEngineSaysSo() throws IOException {
        child = new ProcessBuilder("sleep", "600").start();
        assertFails(child.pid(), "process " + child.pid() + " (sleep) has no engine");
    }

    @Test
    void processThatHasEndedSaysSo() throws Exception {
        child = new ProcessBuilder("true").start();
        child.waitFor();
        assertFails(child.pid(), "process " + child.pid() + " is not there: it has ended");
        assertThat(CommandRun.of("stat", "--json", "--interval", "0", child.pid()).out())
                .startsWith("{\"pid\": " + child.pid() + ", \"error\": \"process ");
    }

    @Test
    void processThatNobodyHasReapedHasEndedToo() throws IOException {
        child = new ProcessBuilder("sh", "-c", "exec 3<&0; read line <&3 & echo $!; exec sleep 600").start();
        long zombie = Long.parseLong(child.inputReader().readLine());
        while (!ProcessEngines.command(child.pid()).equals("sleep")) {
            Thread.yield();
        }
        // From here on nobody will reap the one that reads.
        child.outputWriter().append('\n').flush();
        Path stat = Path.of("/proc", Long.toString(zombie), "stat");
        while (!Files.readString(stat).contains(") Z")) {
            Thread.yield();
        }
        assertFails(zombie, "process " + zombie + " is not there: it has ended");
    }

    @Test
    void processOfAnotherUserNamesTheUser() throws IOException {
        assumeFalse(Files.isReadable(Path.of("/proc/1/fd")), "may look at every process");
        assertFails(1, "belongs to user root");
    }

    @Test
    void engineOfAnotherLayoutIsNamedBesideTheOthers() {
        long pid = SELF;
        try (EngineCounters other = EngineCounters.create("other", 0);
                EngineCounters good = EngineCounters.create("good", 0)) {
            other.memory().region().set(ValueLayout.JAVA_INT, 8, 2);
            CommandRun stat = statAtOnce(pid);
            assertThat(stat.err()).contains("/proc/" + pid + "/fd/",
                    "layout version is 2, this library reads version 1");
            assertThat(stat.out()).contains("engine good").doesNotContain("engine other");
            assertThat(stat.code()).isEqualTo(1);
            assertThat(good.isVisible()).isTrue();
        }
    }

    @Test
    void engineThatDoesNothingYetIsShown() {
        try (EngineCounters counters = EngineCounters.create("", 0)) {
            counters.openCore(-1, 1);
            assertThat(statAtOnce(SELF).out()).contains("engine without a name", "core 0: not pinned, spinning",
                    "batch sizes    none", "calls are not timed", "pages: 0 open, 0 opened");
        }
    }

    @Test
    void whatIsNotCountedIsTold() {
        try (EngineCounters counters = EngineCounters.create("crowded", 1)) {
            for (int i = 0; i < 18; i++) {
                counters.openCore(i, 1);
            }
            for (int i = 0; i < 259; i++) {
                counters.openPage(0, 64, PageKind.PRIVATE);
            }
            assertThat(statAtOnce(SELF).out()).contains("2 cores more than there are counters for",
                    "pages: 256 open, 259 opened since start, 3 of these without counters", "not told");
        }
    }

    @Test
    void pageThatIsOpenedBetweenTwoLooksCountsFromNothing() throws IOException {
        try (EngineCounters counters = EngineCounters.create("changing", 0)) {
            Path region = counters.memory().path().orElseThrow();
            EngineSample before;
            try (PageCounters first = counters.openPage(0, 64, PageKind.PRIVATE)) {
                first.submitted(1000);
                before = EngineSample.take(region);
            }
            try (PageCounters second = counters.openPage(0, 64, PageKind.PRIVATE)) {
                second.submitted(10);
                EngineSample now = EngineSample.take(region);
                EngineLook look = new EngineLook(now, Optional.of(before));
                assertThat(look.since(now.counters().pages().getFirst()).orElseThrow().submitted()).isEqualTo(10);
                assertThat(look.allPagesSince().orElseThrow().submitted()).isEqualTo(10);
            }
        }
    }

    @Test
    void filesAndProcessesCannotBeMixed() {
        CommandRun stat = CommandRun.of("stat", SELF, "/dev/shm/orders");
        assertThat(stat.code()).isEqualTo(2);
        assertThat(stat.err()).contains("cannot be mixed", "./NUMBER");
    }

    @Test
    void randomWordsNeverBreakTheTool() {
        Random random = new Random(1);
        try (EngineCounters counters = EngineCounters.create("fuzzed", 1)) {
            CoreCounters core = counters.openCore(0, 1);
            MemorySegment region = counters.memory().region();
            byte[] header = region.asSlice(0, DATA).toArray(ValueLayout.JAVA_BYTE);
            for (int round = 0; round < 60; round++) {
                // Whole words, high and low ones, and in every fourth round the header, too.
                MemorySegment.copy(header, 0, region, ValueLayout.JAVA_BYTE, 0, DATA);
                int from = round % 4 == 3 ? random.nextInt(64) * 8 : DATA;
                for (long at = from; at < region.byteSize(); at += 8) {
                    region.set(ValueLayout.JAVA_LONG, at, random.nextLong() >>> random.nextInt(64));
                }
                core.spinning();
                CommandRun text = CommandRun.of("stat", "--interval", round % 8 == 0 ? "0.001" : "0", SELF);
                CommandRun json = CommandRun.of("stat", "--json", "--interval", "0", SELF);
                for (CommandRun run : new CommandRun[]{text, json}) {
                    assertThat(run.code()).isIn(0, 1);
                    assertThat(run.err()).doesNotContain("\tat ", "Exception");
                    assertThat(run.out()).doesNotContain("\u001b", "NaN", "Infinity");
                }
                if (from == DATA) {
                    assertThat(text.code()).as(text.err()).isZero();
                    assertThat(text.out()).contains("core 0: ", "spinning");
                }
            }
        }
    }

    private static void assertFails(long pid, String message) {
        CommandRun stat = statAtOnce(pid);
        assertThat(stat.err()).contains(message).doesNotContain("\tat ", "Exception");
        assertThat(stat.err().lines()).hasSize(1);
        assertThat(stat.code()).isEqualTo(1);
    }
}
