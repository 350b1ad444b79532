package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's side of a page, with the test as the engine. */
@Timeout(60)
class SharedPageQueueTest {
    private final SharedPage page = new SharedPage(new DirectEngine(), 64, null, null, Uncounted.page(), closed -> {});
    private final PageQueue queue = page.queue();

    private int slot(long token) {
        assertThat(token).isNotNegative();
        return SharedPage.slot(token);
    }

    private List<Integer> takeAll() {
        List<Integer> taken = new ArrayList<>();
        for (int slot; (slot = queue.next()) != PageQueue.NONE;) {
            taken.add(slot);
        }
        return taken;
    }

    @Test
    void submissionsAreTakenInTheirOrder() {
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            expected.add(slot(page.getppid()));
        }
        int first = queue.next();
        assertThat(first).isEqualTo(expected.getFirst());
        // Those that come while the others are handed out are behind them.
        expected.add(slot(page.getppid()));
        expected.add(slot(page.getppid()));
        assertThat(queue.hasNext()).isTrue();
        assertThat(takeAll()).isEqualTo(expected.subList(1, expected.size()));
        assertThat(queue.hasNext()).isFalse();
        assertThat(queue.isQuarantined()).isFalse();
    }

    @Test
    void everyEntryIsTakenWhenThePageIsFull() {
        List<Integer> expected = new ArrayList<>();
        for (long token; (token = page.getppid()) != SharedPage.FULL;) {
            expected.add(slot(token));
        }
        assertThat(expected).hasSize(64);
        assertThat(takeAll()).isEqualTo(expected);
        assertThat(queue.isQuarantined()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {65, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 1, 2, 3, 10})
    void corruptLinkEndsThePageAndNothingIsExecuted(long link) {
        long[] tokens = {page.getppid(), page.getppid(), page.getppid()};
        // Out of range, round in a ring, or to an entry that nobody has submitted.
        OffHeap.putLong(queue.entry(slot(tokens[0])) + EntryLayout.RESULT, link);
        assertThat(queue.next()).isEqualTo(PageQueue.NONE);
        assertThat(queue.isQuarantined()).isTrue();
        assertThat(queue.hasNext()).isFalse();
        assertThatThrownBy(page::getppid).hasMessageContaining("closed");
        for (long token : tokens) {
            assertThat(page.tryTake(token)).isEqualTo(-Errno.ECANCELED);
        }
        page.close();
    }

    @Test
    void submissionsUnderWayWhenThePageIsQuarantinedAreNotExecutedEither() {
        long bad = page.getppid();
        OffHeap.putLong(queue.entry(slot(bad)) + EntryLayout.RESULT, 99);
        assertThat(queue.next()).isEqualTo(PageQueue.NONE);
        EntryStack.push(queue.header + PageLayout.SUBMISSIONS, 5, queue.entry(5) + EntryLayout.RESULT);
        assertThat(queue.hasNext()).isFalse();
        assertThat(queue.next()).isEqualTo(PageQueue.NONE);
    }

    @Test
    void randomWordsInEntriesNeverLeadOutOfThePage() {
        Random random = new Random(11);
        for (int round = 0; round < 2000; round++) {
            SharedPage victim = new SharedPage(new DirectEngine(), 64, null, null, Uncounted.page(), closed -> {});
            PageQueue itsQueue = victim.queue();
            for (int i = 0; i < 10; i++) {
                victim.close(-1);
            }
            for (int i = 0; i < 5; i++) {
                long word = itsQueue.entry(random.nextInt(12)) + 8L * random.nextInt(8);
                OffHeap.putLong(word, random.nextBoolean() ? random.nextInt(70) : random.nextLong());
            }
            for (int slot, count = 0; (slot = itsQueue.next()) != PageQueue.NONE; count++) {
                assertThat(slot).isBetween(0, 63);
                assertThat(count).isLessThan(64);
            }
        }
    }

    @Test
    void corruptListOfFreeEntriesIsAnErrorAndNotACrash() {
        OffHeap.putLong(queue.header + PageLayout.FREE_SLOTS, 4_000_000);
        assertThatThrownBy(page::getppid).isInstanceOf(IllegalStateException.class).hasMessageContaining("corrupt");
        OffHeap.putLong(queue.header + PageLayout.FREE_SLOTS, 0xFFFF_FFFFL);
        assertThatThrownBy(page::getppid).hasMessageContaining("corrupt");
    }

    @Test
    void lateCancellationSparesTheNextCallOfTheEntry() {
        Cancellations cancellations = new Cancellations(queue.header, queue.cancellations);
        long first = page.getppid();
        int slot = queue.next();
        assertThat(slot).isEqualTo(slot(first));
        queue.finish(slot, queue.control(slot), 1);
        assertThat(page.tryTake(first)).isEqualTo(1);
        long second = page.getppid();
        assertThat(queue.next()).isEqualTo(slot).isEqualTo(slot(second));
        // Somebody has found the first call under way, and comes to its word only now.
        assertThat(cancellations.set(slot, 1)).isTrue();
        assertThat(queue.isCancelled(slot)).isFalse();
        assertThat(queue.hasNewCancels()).isTrue();
        assertThat(cancellations.set(slot, 2)).isTrue();
        assertThat(queue.isCancelled(slot)).isTrue();
        assertThat(cancellations.set(slot, 1)).isFalse();
        assertThat(cancellations.set(slot, 2)).isFalse();
        assertThat(queue.isCancelled(slot)).isTrue();
        queue.finish(slot, queue.control(slot), 2);
        assertThat(page.tryTake(second)).isEqualTo(2);
        page.raw(SyscallNumber.GETPPID);
        assertThat(queue.isCancelled(queue.next())).isFalse();
        assertThat(OffHeap.getLong(queue.cancellations + slot * 8L)).as("forgotten when the result is taken").isZero();
    }

    @Test
    void privatePageEndsBehindACorruptLink() {
        SyscallPage own = new SyscallPage(new DirectEngine(), 64, null, null, Uncounted.page(), closed -> {});
        PageQueue itsQueue = own.queue();
        own.getppid();
        own.getppid();
        own.getppid();
        OffHeap.putLong(itsQueue.entry(1) + EntryLayout.RESULT, -5);
        for (int slot = 0; slot < 2; slot++) {
            assertThat(itsQueue.next()).isEqualTo(slot);
            itsQueue.finish(slot, itsQueue.control(slot), 7);
        }
        assertThat(itsQueue.isQuarantined()).isTrue();
        assertThat(itsQueue.next()).isEqualTo(PageQueue.NONE);
        assertThat(itsQueue.hasNext()).isFalse();
        assertThatThrownBy(own::getppid).hasMessageContaining("closed");
        List<Long> results = new ArrayList<>();
        own.poll((token, result) -> results.add(result), 10);
        assertThat(results).containsExactly(7L, 7L, (long) -Errno.ECANCELED);
    }
}
