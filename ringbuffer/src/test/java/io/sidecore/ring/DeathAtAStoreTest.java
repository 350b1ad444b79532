package io.sidecore.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.memory.Party;
import io.sidecore.memory.access.OffHeap;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills another process at one store of the real code: a page of its region is made read-only there, so that the first store to that
 * page is its last instruction. The producer's place is on the second page, the positions are on the first, the records on the third.
 */
class DeathAtAStoreTest {
    private static final int TYPE = 7;
    private static final int PLACE_ON_SECOND_PAGE = 24;
    private static final int POSITIONS = 0;
    private static final int PLACE = 1;
    private static final int RECORDS = 2;

    @TempDir
    private Path folder;
    private MpscRing ring;

    @BeforeEach
    void createRing() throws IOException {
        ring = MpscRing.create(folder.resolve("ring"), 4096);
    }

    private void killAtTheFirstStoreTo(int page, String operation) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-Xint", "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("error"), "-cp", System.getProperty("java.class.path"),
                Victim.class.getName(), folder.resolve("ring").toString(), Integer.toString(page), operation)
                .redirectErrorStream(true).start();
        List<String> output = child.inputReader().lines().toList();
        child.waitFor();
        assertThat(output).startsWith("ready").doesNotContain("done").anyMatch(line -> line.contains("SIGSEGV"));
    }

    private long word(int offset) {
        return OffHeap.getLong(ring.memory().parties().get(PLACE_ON_SECOND_PAGE).address() + offset);
    }

    private List<Integer> drain(MpscConsumer consumer) {
        List<Integer> lengths = new ArrayList<>();
        consumer.poll((t, s, o, l) -> lengths.add(l), 100);
        return lengths;
    }

    @Test
    void producerHasClaimedNothingBeforeItsIntentIsStored() throws Exception {
        killAtTheFirstStoreTo(PLACE, "claim");
        assertThat(ring.producerPosition()).isZero();
    }

    @Test
    void producerHasStoredItsIntentBeforeItClaims() throws Exception {
        killAtTheFirstStoreTo(POSITIONS, "claim");
        assertThat(word(Party.INTENT_START)).isZero();
        assertThat(word(Party.INTENT_LENGTH)).isEqualTo(128);
        assertThat(word(Party.CLAIMED_START)).isEqualTo(MpscProducer.NONE);
        ring.producer().offer(TYPE, MemorySegment.ofArray(new byte[3]));
        assertThat(drain(ring.consumer())).containsExactly(3);
    }

    @Test
    void producerHasStoredItsClaimBeforeItWritesThePayload() throws Exception {
        killAtTheFirstStoreTo(RECORDS, "claim");
        assertThat(ring.producerPosition()).isEqualTo(128);
        assertThat(word(Party.CLAIMED_START)).isZero();
        MpscConsumer consumer = ring.consumer();
        assertThat(consumer.recover()).isEqualTo(128);
        assertThat(drain(consumer)).isEmpty();
        assertThat(ring.size()).isZero();
    }

    @Test
    void consumerHasConsumedNothingBeforeItsBatchCounts() throws Exception {
        commitThree();
        killAtTheFirstStoreTo(POSITIONS, "poll");
        assertThat(drain(ring.consumer())).containsExactly(1, 2, 3);
    }

    @Test
    void consumerHasConsumedItsBatchBeforeTheFirstHeaderIsZero() throws Exception {
        commitThree();
        killAtTheFirstStoreTo(RECORDS, "poll");
        assertThat(ring.consumerPosition()).as("nothing is free before it is zero").isZero();
        MpscConsumer next = ring.consumer();
        assertThat(ring.consumerPosition()).isEqualTo(2 * 64);
        assertThat(drain(next)).containsExactly(3);
        assertThat(ring.data().get(JAVA_LONG, 0)).isZero();
    }

    private void commitThree() {
        MpscProducer producer = ring.producer();
        for (int i = 1; i <= 3; i++) {
            producer.offer(TYPE, MemorySegment.ofArray(new byte[i]));
        }
    }

    /** The other process. */
    static final class Victim {
        public static void main(String[] args) throws Throwable {
            MpscRing ring = MpscRing.attach(Path.of(args[0]));
            boolean polls = args[2].equals("poll");
            MpscConsumer consumer = polls ? ring.consumer() : null;
            MpscProducer producer = null;
            for (int i = 1; i <= PLACE_ON_SECOND_PAGE && !polls; i++) {
                producer = ring.producer();
            }
            protect(ring.memory().region().address() + 4096L * Integer.parseInt(args[1]));
            System.out.println("ready");
            if (polls) {
                consumer.poll((t, s, o, l) -> {}, 2);
            } else {
                ring.data().set(JAVA_LONG, producer.tryClaim(TYPE, 100), -1);
            }
            System.out.println("done");
        }

        @SuppressWarnings("restricted")
        private static void protect(long page) throws Throwable {
            Linker linker = Linker.nativeLinker();
            int result = (int) linker.downcallHandle(linker.defaultLookup().findOrThrow("mprotect"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT)).invokeExact(page, 4096L, 1);
            if (result != 0) {
                throw new IllegalStateException("mprotect");
            }
        }
    }
}
