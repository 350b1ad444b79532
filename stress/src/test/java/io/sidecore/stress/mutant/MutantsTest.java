package io.sidecore.stress.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.stress.CommandRun;
import io.sidecore.tools.Command;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A short cut of {@code ./sidecore mutants}, with fixed seeds. */
class MutantsTest {
    private static String mutants(int expected, String... arguments) {
        return CommandRun.of(new MutantsCommand(), expected, arguments);
    }

    @Test
    void whatTheShippedCodePassesKillsOneMutantOfEachStructure() {
        List<String> needed = List.of("RingProducer.commit putLongRelease, release -> plain",
                "MpscProducer.claim compareAndSetLong, atomic, no order",
                "LaneRing.producer getAndBitwiseOrLong, load, then store",
                "BroadcastReader.handOver acquireFence, no fence",
                "LatestValueWriter.claim storeStoreFence, no fence",
                "WaitWord.wake fullFence, no fence", "SpscProducer.hasRoom jump#6, never jumps",
                "SyscallPage.enter putLongRelease, release -> plain",
                "MemoryBarrier.inAllThreads barrier, no fence", "SyscallThread.task field, volatile -> plain");
        String output = mutants(Command.OK, "--rounds", "100", "--mutant", String.join("|", needed));
        assertThat(output).contains("10 mutants: 10 killed, 0 argued, 0 survived").doesNotContain("VIOLATION");
        assertThat(output.lines().filter(line -> line.endsWith("as shipped"))).hasSameSizeAs(Structure.values());
    }

    @Test
    void aMutantThatNothingShowsFailsTheCommandUnlessItIsArgued() {
        assertThat(mutants(Command.VIOLATED, "--structure", "latest", "--rounds", "1", "--mutant",
                "LatestValueWriter.claim storeStoreFence, no fence")).contains("SURVIVED", "1 survived");
    }

    @Test
    void roundsThatAreAimedAtAMutantKillItWhateverTheSeed() throws Exception {
        Map<String, Aim> aims = Aim.load();
        String structures = aims.values().stream().map(aim -> aim.structure().name()).distinct()
                .collect(Collectors.joining(","));
        assertThat(mutants(Command.OK, "--structure", structures, "--seed", "9", "--rounds", "2", "--mutant",
                String.join("|", aims.keySet()))).contains(
                        aims.size() + " mutants: " + aims.size() + " killed, 0 argued, 0 survived");
    }

    @Test
    void everyOrderedAccessIsAMutantAndEveryArgumentBelongsToOne() throws Exception {
        List<String> names = mutants(Command.OK, "--list").lines().toList();
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(200).containsAll(Arguments.load().names())
                .containsAll(Checks.names()).containsAll(Aim.load().keySet());
    }

    @Test
    void noRoundAtAllIsNoSuccess() {
        assertThat(mutants(CommandLine.ExitCode.USAGE, "--rounds", "0")).contains("must be 1 or more");
    }
}
