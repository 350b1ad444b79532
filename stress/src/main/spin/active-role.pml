/*
 * The role of a core's active thread goes from one thread to the next by the watch's decision, while the first is in a call.
 *
 * Two syscall threads and the watch. The active thread goes round: it touches what belongs to the core, enters a call, leaves it, and goes on if it has
 * kept the role; if not, it stands by. The watch may hold it in a call, as often as HOLDS says, also several times in the same call, and then tells it that it
 * has kept the role or gives that to the other thread. While it holds, the watch touches the core's things itself.
 *
 * The core's things are one word, DATA, that each who has the role reads and increments without an atomic instruction.
 *
 * Properties:
 *   never two: nobody touches the core's things while another does, and whoever does sees all that was done to them before (assertions);
 *   never none: some thread goes on until all rounds are done (otherwise an invalid end state).
 *
 *   here                       Java (io.sidecore.syscall)
 *   thread: touch              Dispatch.execute, Dispatch.attempt, SyscallCore.goRound: all that is the active thread's, plain
 *   thread: enter              ActiveRole.enter: WORD.setRelease(call)
 *   thread: leave              ActiveRole.leave: WORD.setRelease(call - IN_CALL), fullFence or releaseFence, REQUEST.getOpaque
 *   thread: isKept             ActiveRole.isKept: answer (volatile)
 *   watch: look                ActiveRole.look: WORD.getAcquire; CoreWatch.look
 *   thread: store CALL         Dispatch.enter: callPage, callSlot, callControl, plain
 *   watch: described           CoreWatch.replaceStuck: the same, read plainly; acquireFence; look again
 *   watch: hold                ActiveRole.hold: answer = 0, REQUEST.setVolatile, MemoryBarrier.inAllThreads, look, answer = -call
 *   watch: hand-off            CoreWatch.handOff: page.publish, markAside, SyscallCore.activate, ActiveRole.answer(call, false), SyscallThread.offer
 *   watch: keeps               CoreWatch.replaceStuck, interruptHeld: page.publish, ActiveRole.answer(call, true)
 *   isStandingBy, isOffered    CoreThreads.takeForRole and standBy (synchronized), SyscallThread.task (volatile)
 *
 * Must pass:
 *   FENCED                  no membarrier; the thread fences behind each call
 *   LEAVE_OPAQUE            release -> opaque for the word at the end of a call: nothing is handed over by it, and its order with the word before is
 *                           that of stores to one word
 * Must fail:
 *   NO_MEMBARRIER           the watch's own fence, but none in the thread: each misses the other's store
 *   FENCED+NO_FENCE         the thread's fence is left out where there is no membarrier
 *   FENCED+REQUEST_RELEASE  the watch's request is stored with release, and no fence stands before it looks again
 *   ENTER_OPAQUE            release -> opaque at the beginning of a call: the watch reads which call the thread is in, and gets an earlier one. Not on
 *                           x86-64, which keeps stores in order
 *   FENCED+ENTER_OPAQUE     the same; besides, what the thread did before the call is not there when the role goes on. With membarrier it would be
 *   NO_RELEASE_FENCE        what describes the next call is stored before the word says that this one is over. Not by x86-64, but by a compiler
 *   NO_ANSWER               no answer if the thread was out of the call when it was to be held: it may have seen the request
 *   STALE_ANSWER            the answer is not reset: one that was given before, in the same call, counts for the second request
 *   NO_SECOND_LOOK          the thread counts as held without a look behind the barrier
 *   NO_LOOK_BEHIND          the watch does not look again when it has read which call it is
 *   OFFERED_FIRST           the next thread is told to serve while the watch is not through
 *
 * variants: FENCED LEAVE_OPAQUE
 * weakenings: NO_MEMBARRIER FENCED+NO_FENCE FENCED+REQUEST_RELEASE ENTER_OPAQUE FENCED+ENTER_OPAQUE NO_RELEASE_FENCE
 * weakenings: NO_ANSWER STALE_ANSWER NO_SECOND_LOOK NO_LOOK_BEHIND OFFERED_FIRST
 */
#define ROUNDS 4
#define HOLDS 3
#define WATCH 2
#define THREADS 3
#define DEPTH 4

#define WORD(i) (i)
#define REQUEST(i) (2 + (i))
#define ANSWER(i) (4 + (i))
#define DATA 6
/* Which call the active thread is in. */
#define CALL 7
#define NAME(i, call) (128 * (i) + (call))
#define WORDS 8
#include "memory.h"

#define IN_CALL 1
#define ONE_CALL 2
#define isInCall(w) ((w) & IN_CALL)
/* Java has the negative. */
#define KEPT 128

#ifdef ENTER_OPAQUE
#define ENTER_ORDER PLAIN
#else
#define ENTER_ORDER RELEASE
#endif
#ifdef LEAVE_OPAQUE
#define LEAVE_ORDER PLAIN
#else
#define LEAVE_ORDER RELEASE
#endif

/* SyscallCore.active, volatile. */
byte current = 0;
bool isStandingBy[2];
bool isOffered[2];
/* How often the core's things have been touched, by whoever has the role; and whether somebody is just doing that. */
byte touched;
bool isTouching;
byte rounds;
#define isOver (rounds >= ROUNDS)

inline touch(t) {
    atomic {
        assert(!isTouching);
        isTouching = true;
        assert(seen(t, DATA) == touched)
    }
    atomic {
        buffer[t].count < DEPTH ->
        touched++;
        store(t, DATA, touched, PLAIN);
        isTouching = false
    }
}

proctype thread(byte i) {
    byte call;
    bool isActive = (i == 0);
    do
    :: isActive ->
        if
        :: isOver -> break
        :: else -> rounds++
        fi;
        touch(i);
        call = seen(i, WORD(i)) + ONE_CALL + IN_CALL;
        store(i, CALL, NAME(i, call), PLAIN);
        store(i, WORD(i), call, ENTER_ORDER);
        /* Here it is in the kernel, for as long as it takes. */
        store(i, WORD(i), call - IN_CALL, LEAVE_ORDER);
#ifdef FENCED
#ifndef NO_FENCE
        fullFence(i);
#endif
#else
#ifndef NO_RELEASE_FENCE
        storeStoreFence(i);
#endif
#endif
        if
        :: seen(i, REQUEST(i)) != call
        :: else ->
            if
            :: memory[ANSWER(i)] == call -> isActive = false
            :: memory[ANSWER(i)] == call + KEPT
            fi
        fi;
        call = 0
    :: else ->
        /* Under a lock. */
        atomic { isDrained(i) -> isStandingBy[i] = true };
        if
        :: atomic { isOffered[i] -> isOffered[i] = false; isActive = true }
        :: isOver -> break
        fi
    od
}

inline offer(i) {
    atomic {
        isDrained(WATCH) -> isOffered[i] = true
    }
}

proctype watch() {
    byte holds, call, described, i, next;
    bool isHeld;
    do
    :: holds < HOLDS ->
        holds++;
        i = current;
        call = seen(WATCH, WORD(i));
        if
        :: isInCall(call) ->
            /* Read plainly: they are this call's only if the thread is still in it. */
            described = seen(WATCH, CALL);
#ifdef NO_LOOK_BEHIND
            isHeld = true;
#else
            isHeld = (seen(WATCH, WORD(i)) == call);
#endif
            if
            :: isHeld -> assert(described == NAME(i, call))
            :: else -> goto again
            fi;
            /* Held as often as it likes in one call, the answer being each time that the role is kept. */
#ifndef STALE_ANSWER
            storeVolatile(WATCH, ANSWER(i), 0);
#endif
#ifdef REQUEST_RELEASE
            store(WATCH, REQUEST(i), call, RELEASE);
#else
            storeVolatile(WATCH, REQUEST(i), call);
            fullFence(WATCH);
#endif
#ifndef FENCED
#ifndef NO_MEMBARRIER
            isDrained(0);
            isDrained(1);
#endif
#endif
#ifdef NO_SECOND_LOOK
            isHeld = true;
#else
            isHeld = (seen(WATCH, WORD(i)) == call);
#endif
            if
            :: !isHeld ->
#ifndef NO_ANSWER
                storeVolatile(WATCH, ANSWER(i), call + KEPT)
#else
                skip
#endif
            :: isHeld ->
                next = 1 - i;
                if
                :: atomic { isStandingBy[next] -> isStandingBy[next] = false }
#ifdef OFFERED_FIRST
                    offer(next);
#endif
                    touch(WATCH);
                    atomic { isDrained(WATCH) -> current = next };
                    storeVolatile(WATCH, ANSWER(i), call);
#ifndef OFFERED_FIRST
                    offer(next)
#endif
                :: touch(WATCH);
                    storeVolatile(WATCH, ANSWER(i), call + KEPT)
                fi
            fi;
            isHeld = false;
            next = 0
        :: else
        fi;
again:
        described = 0;
        call = 0
    :: true -> break
    od
}

init {
    atomic {
        run thread(0);
        run thread(1);
        run watch()
    }
}
