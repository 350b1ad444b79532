/*
 * A page whose engine ends while a call of it is with a thread that no lock of this core knows of: the page has moved, the call was left behind.
 *
 * That thread stores the result, says DONE, and then counts the call off. The core that has the page ends it when no call is away any more. The page's owner
 * asks whether it has ended, and looks at the entry behind that: a call that is not done then is lost for good, and reported as such.
 *
 * Stores may overtake each other as memory.h says. EARLY stands for a load that was made before the one in front of it. The machine is multi-copy atomic, as x86-64
 * and aarch64 are: a store that one other thread has seen is there for all.
 *
 * Property: an owner who sees the page ended sees the call done, with its result (assertion); all come to their end (otherwise an invalid end state).
 *
 *   here                      Java (io.sidecore.syscall)
 *   finisher: result, done    PageQueue.finishAside: OffHeap.putLong, OffHeap.putLongRelease
 *   finisher: away            PageQueue.finishAway: AtomicInteger.decrementAndGet
 *   core: away                PageQueue.hasAway: AtomicInteger.get; SyscallCore.canStop
 *   core: ended               Page.end: the volatile field ended
 *   owner: ended, entry       SyscallPage.await, SharedPage.tryTake: isEnded, then OffHeap.getLongAcquire(control)
 *
 * Must pass:
 *   AWAY_PLAIN_LOAD           volatile -> plain when the core asks: it reads nothing of the call itself, and its volatile store of ended comes behind the load
 *   DONE_OPAQUE               release -> opaque for DONE: the decrement behind it orders it for whoever comes by ended; status-protocol.pml is about who does not
 * Must fail:
 *   AWAY_UNORDERED            the decrement orders nothing: the call is counted off before it is done
 *   AWAY_FIRST                counted off before it is done, in the program
 *   NOT_COUNTED               the core does not ask
 *   ENTRY_EARLY               the owner looks at the entry before it asks whether the page has ended
 *
 * variants: AWAY_PLAIN_LOAD DONE_OPAQUE
 * weakenings: AWAY_UNORDERED AWAY_FIRST NOT_COUNTED ENTRY_EARLY
 */
#define FINISHER 0
#define CORE 1
#define OWNER 2
#define THREADS 3
#define DEPTH 4

#define RESULT 0
#define CONTROL 1
#define AWAY 2
#define ENDED 3
#define WORDS 4
#include "memory.h"

#define ANSWER 7
#define DONE 1

#ifdef DONE_OPAQUE
#define DONE_ORDER PLAIN
#else
#define DONE_ORDER RELEASE
#endif

inline countOff() {
#ifdef AWAY_UNORDERED
    store(FINISHER, AWAY, 0, PLAIN)
#else
    storeVolatile(FINISHER, AWAY, 0)
#endif
}

proctype finisher() {
#ifdef AWAY_FIRST
    countOff();
#endif
    store(FINISHER, RESULT, ANSWER, PLAIN);
    store(FINISHER, CONTROL, DONE, DONE_ORDER);
#ifndef AWAY_FIRST
    countOff()
#endif
}

proctype core() {
#ifdef AWAY_PLAIN_LOAD
    byte early;
    do
    :: early = seen(CORE, AWAY);
        if
        :: early == 0 -> break
        :: else
        fi
    od;
#else
#ifndef NOT_COUNTED
    seen(CORE, AWAY) == 0;
#endif
#endif
    storeVolatile(CORE, ENDED, 1)
}

proctype owner() {
    byte early;
#ifdef ENTRY_EARLY
    early = seen(OWNER, CONTROL);
#endif
    seen(OWNER, ENDED) == 1;
#ifndef ENTRY_EARLY
    early = seen(OWNER, CONTROL);
#endif
    assert(early == DONE);
    assert(seen(OWNER, RESULT) == ANSWER)
}

init {
    atomic {
        memory[AWAY] = 1;
        run finisher();
        run core();
        run owner()
    }
}
