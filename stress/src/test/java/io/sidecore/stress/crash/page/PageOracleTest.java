package io.sidecore.stress.crash.page;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.syscall.call.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** Books and files as calls might leave them, well or badly. */
class PageOracleTest {
    private static final long SALT = 77;
    private static final int CALLER = 3;

    private final PageBook book = new PageBook(Arena.ofAuto().allocate(PageBook.bytes(20), Long.BYTES));
    private final List<Integer> placed = new ArrayList<>();
    private final List<Integer> appended = new ArrayList<>();
    private final List<Integer> ordered = new ArrayList<>();
    private final List<Integer> left = new ArrayList<>();

    private int open(Deed deed) {
        return book.next(deed, 0);
    }

    private int done(Deed deed) {
        int sequence = open(deed);
        book.reaped(sequence, PageRecord.LENGTH);
        return sequence;
    }

    private int givenUp(Deed deed) {
        int sequence = open(deed);
        book.givesUp(sequence);
        book.givenUp(sequence, true);
        book.reaped(sequence, -Errno.ECANCELED);
        return sequence;
    }

    private static MemorySegment file(List<Integer> sequences, Deed deed) {
        MemorySegment file = MemorySegment.ofArray(new long[sequences.size() * PageRecord.LENGTH / Long.BYTES]);
        for (int i = 0; i < sequences.size(); i++) {
            PageRecord.write(file.asSlice((long) i * PageRecord.LENGTH), SALT, CALLER, deed, sequences.get(i));
        }
        return file;
    }

    private MemorySegment places() {
        int end = placed.stream().mapToInt(sequence -> sequence + 1).max().orElse(0);
        MemorySegment file = MemorySegment.ofArray(new long[end * PageRecord.LENGTH / Long.BYTES]);
        for (int sequence : placed) {
            Deed deed = sequence < book.count() ? book.deed(sequence) : Deed.PLACE;
            PageRecord.write(file.asSlice((long) sequence * PageRecord.LENGTH), SALT, CALLER, deed, sequence);
        }
        return file;
    }

    private void check(MemorySegment places) {
        new PageOracle(book, CALLER, SALT).check(places, file(appended, Deed.APPEND), file(ordered, Deed.ORDERED),
                file(left, Deed.PIPE));
    }

    private void isKept() {
        assertThatCode(() -> check(places())).doesNotThrowAnyException();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> isBroken() {
        return assertThatThrownBy(() -> check(places())).isInstanceOf(Violation.class);
    }

    @Test
    void callsWhoseResultsWereNotSeenMayBeThereOrNot() {
        placed.add(open(Deed.PLACE));
        open(Deed.PLACE);
        appended.add(done(Deed.APPEND));
        ordered.add(open(Deed.ORDERED));
        open(Deed.ORDERED);
        left.add(open(Deed.PIPE));
        open(Deed.TAKE);
        isKept();
    }

    @Test
    void callThatWasWaitedForHasAResult() {
        open(Deed.PLACE);
        placed.add(book.next(Deed.PLACE, 1));
        isKept();
        PageOracle oracle = new PageOracle(book, CALLER, SALT);
        assertThatThrownBy(oracle::checkFinished).hasMessageContaining("no result");
        book.reaped(1, PageRecord.LENGTH);
        assertThatCode(oracle::checkFinished).as("the one of the life before died with it").doesNotThrowAnyException();
    }

    @Test
    void resultWithoutEffectIsALoss() {
        done(Deed.PLACE);
        isBroken().hasMessageContaining("lost: call 0");
    }

    @Test
    void twoEffectsOfOneCallAreTooMany() {
        appended.addAll(List.of(open(Deed.APPEND), 0));
        isBroken().hasMessageContaining("twice: call 0");
    }

    @Test
    void recordThatIsReadAndStillThereIsThereTwice() {
        left.add(done(Deed.PIPE));
        book.taken(done(Deed.TAKE), 0);
        isBroken().hasMessageContaining("twice: call 0");
    }

    @Test
    void effectOfACallThatWasGivenUpIsOneTooMany() {
        appended.add(givenUp(Deed.APPEND));
        isBroken().hasMessageContaining("says not");
    }

    @Test
    void effectOfARefusedCallIsOneTooMany() {
        placed.add(open(Deed.PLACE));
        book.refused(0);
        isBroken().hasMessageContaining("says not");
    }

    @Test
    void callsThatNobodyHasSubmittedShow() {
        placed.add(4);
        isBroken().hasMessageContaining("never submitted");
    }

    @Test
    void recordOfAnotherCallOrFileShows() {
        open(Deed.PLACE);
        appended.add(0);
        isBroken().hasMessageContaining("nobody has submitted");
    }

    @Test
    void oneWrongByteShows() {
        placed.add(done(Deed.PLACE));
        MemorySegment places = places();
        places.set(ValueLayout.JAVA_BYTE, 100, (byte) 0);
        assertThatThrownBy(() -> check(places)).hasMessageContaining("other arguments");
    }

    @Test
    void errorThatNobodyHasAskedForShows() {
        book.reaped(open(Deed.PLACE), -Errno.ECANCELED);
        isBroken().hasMessageContaining("cannot be");
    }

    @Test
    void callThatThePageWouldNotGiveUpIsNotCancelled() {
        book.givesUp(open(Deed.PLACE));
        book.givenUp(0, false);
        book.reaped(0, -Errno.ECANCELED);
        isBroken().hasMessageContaining("cannot be: call 0");
    }

    @Test
    void callThatWasGivenUpOnceStaysSo() {
        givenUp(Deed.PLACE);
        book.givesUp(0);
        book.givenUp(0, false);
        isKept();
    }

    @Test
    void errorOtherThanThatOfAGivenUpCallShows() {
        book.reaped(givenUp(Deed.PLACE), -Errno.EINTR);
        isBroken().hasMessageContaining("cannot be: call 0");
    }

    @Test
    void orderedCallsAreAPrefix() {
        open(Deed.ORDERED);
        ordered.add(open(Deed.ORDERED));
        isBroken().hasMessageContaining("order: without call 0");
    }

    @Test
    void orderedCallMayFollowOneThatWasGivenUp() {
        givenUp(Deed.ORDERED);
        ordered.add(open(Deed.ORDERED));
        isKept();
    }

    @Test
    void orderedCallsDoNotOvertakeEachOther() {
        ordered.addAll(List.of(open(Deed.ORDERED) + 1, open(Deed.ORDERED) - 1));
        isBroken().hasMessageContaining("order:");
    }

    @Test
    void orderedCallsWaitForOneThatWaits() {
        int lock = open(Deed.LOCK);
        ordered.add(open(Deed.ORDERED));
        isBroken().hasMessageContaining("order: while call 0");
        book.taken(lock, 1);
        isKept();
    }

    @Test
    void lockThatAnotherHasIsNotGranted() {
        book.reaped(open(Deed.LOCK), 0);
        isBroken().hasMessageContaining("a lock that another has: call 0");
        book.taken(0, 1);
        isKept();
    }

    @Test
    void lifeAfterADeathGoesOnBehindWhatIsMissing() {
        open(Deed.ORDERED);
        ordered.add(book.next(Deed.ORDERED, 1));
        isKept();
    }

    @Test
    void barrierComesBehindAllEarlierCalls() {
        open(Deed.APPEND);
        placed.add(open(Deed.MARK));
        isBroken().hasMessageContaining("barrier: without call 0");
    }

    @Test
    void barrierComesBehindACallThatWaits() {
        open(Deed.LOCK);
        placed.add(open(Deed.MARK));
        isBroken().hasMessageContaining("barrier: without call 0");
    }

    @Test
    void barrierComesBehindAReadThatHasReadNothing() {
        left.add(done(Deed.PIPE));
        open(Deed.TAKE);
        placed.add(open(Deed.MARK));
        isBroken().hasMessageContaining("barrier: without call 1");
        book.givesUp(1);
        isKept();
    }

    @Test
    void barrierMayComeBehindAReadThatDiedWithARecord() {
        open(Deed.PIPE);
        open(Deed.TAKE);
        placed.add(open(Deed.MARK));
        isKept();
    }

    @Test
    void barrierComesBeforeAllLaterCalls() {
        open(Deed.MARK);
        appended.add(open(Deed.APPEND));
        isBroken().hasMessageContaining("barrier: before call 0");
    }

    @Test
    void readThatDiedMayHaveTakenOneRecord() {
        done(Deed.PIPE);
        open(Deed.TAKE);
        isKept();
        done(Deed.PIPE);
        isBroken().hasMessageContaining("no read was under way");
    }

    @Test
    void whatIsReadMustHaveBeenWritten() {
        book.taken(done(Deed.TAKE), -1);
        isBroken().hasMessageContaining("has read what nobody has written");
    }
}
