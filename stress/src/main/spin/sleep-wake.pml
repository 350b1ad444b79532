/*
 * A syscall core that falls asleep while a call is submitted sees the call, or is woken for it; also while the page moves to another core.
 *
 * Submitter and core each store and then load what the other stores: the entry, the sleep word. Each may miss the other while the stores are in
 * their buffers. One full fence on each side would do; here the core's membarrier makes that of the submitter, so that a submission costs none. Where
 * there is no membarrier (FENCED), the submitter fences for itself.
 *
 * Two submitters with a page each and one core; with MOVED, one submitter, and a watch that has its page moved from core 0 to core 1 and
 * perhaps back again. Each submitter submits CALLS calls and waits for none. No time limit ends a sleep here, as the one of a second does in the code.
 *
 * Property: no core sleeps for ever with a submitted call in a page. When one does, nothing can go on: an invalid end state.
 *
 *   here                       Java (io.sidecore.syscall)
 *   submitter: store ENTRY     SyscallPage.enter: OffHeap.putLongRelease(entry + CONTROL, control)
 *   submitter: fence, seen(CORE)   Page.wakeCore: SleepWord.orderSubmission (fullFence or releaseFence), then core, a volatile field
 *   wakeBehindFence            SleepWord.wake: getIntOpaque, compareAndSetInt, Futex.wakeAll
 *   wake                       SyscallCore.wake: both
 *   core: sleepUnless          SleepWord.sleepUnless: putIntRelease(ASLEEP), MemoryBarrier.inAllThreads, work, futex.sleep, putIntRelease(AWAKE)
 *   core: hasWork              SyscallCore.hasWork: moveTarget, pages and PrivatePageQueue.hasSubmissions (acquire)
 *   core: the round            SyscallCore.goRound, PrivatePageQueue.fill
 *   core: the move             CorePages.move: remove, then add of the target: Page.servedBy, pages (both volatile), sleep.wake
 *   watch                      CorePages.moveLastTo: moveTarget (volatile), wake
 *
 * Must pass:
 *   FENCED                     no membarrier; the submitter fences
 *   MOVED, MOVED+FENCED        the page moves; the submitter reads core() behind its fence
 *   MOVED+CORE_READ_BEFORE_FENCE   with membarrier it may read core() in front of the fence, if the load stays behind the store of the entry
 *   PLAIN_WAKE                 wake stores AWAKE without comparing: both submitters may then make a system call, and nothing is lost
 *   ENTRY_OPAQUE               release -> opaque for the entry's status: sleeping does not depend on it; status-protocol.pml is about what does
 * Must fail:
 *   NO_MEMBARRIER              the core's own fence, but none in the submitters
 *   FENCED+NO_FENCE            the submitter's fence is left out where there is no membarrier
 *   FENCED+NO_BARRIER          the core's is
 *   NO_BARRIER                 the core makes neither
 *   CHECK_FIRST                the core looks for work before it stores ASLEEP, not after
 *   WAKE_WITHOUT_CAS           wake does not change the word: the core goes to sleep behind the wake-up
 *   MOVED+FENCED+CORE_READ_BEFORE_FENCE   the submitter asks which core has the page while its entry is in its store buffer; the page moves,
 *                              the new core sees no entry and sleeps; the submitter wakes the old one
 *   MOVED+CORE_READ_BEFORE_STORE   the same with membarrier, if the load of core() comes before the store of the entry in the program. A processor
 *                              does not bring that about, for whatever the barrier interrupts has the store behind it if it has the load; a compiler
 *                              may exchange a release store and a volatile load that follows, unless a fence stands between them
 *   MOVED+NO_WAKE_ON_ADD       the core that gets a page is not woken
 *   MOVED+ADDED_FIRST          the page is added to the other core before it is removed from this one: if the other hands it back in between, this one
 *                              removes what it has just been given, and the page has no core
 *
 * variants: FENCED PLAIN_WAKE ENTRY_OPAQUE
 * large variants: MOVED MOVED+FENCED MOVED+CORE_READ_BEFORE_FENCE
 * weakenings: NO_MEMBARRIER FENCED+NO_FENCE FENCED+NO_BARRIER NO_BARRIER CHECK_FIRST WAKE_WITHOUT_CAS
 * weakenings: MOVED+FENCED+CORE_READ_BEFORE_FENCE MOVED+CORE_READ_BEFORE_STORE MOVED+NO_WAKE_ON_ADD MOVED+ADDED_FIRST
 */
#define CALLS 2
#define CORES 2
#ifdef MOVED
#define SUBMITTERS 1
#else
#define SUBMITTERS 2
#endif
#define SUBMITTER(page) (CORES + (page))
#define WATCH 4
#define THREADS 5
#define DEPTH 3

#define ENTRY(page, call) ((page) * CALLS + (call))
#define WORD(core) (4 + (core))
/* Which core serves the page. */
#define CORE(page) (6 + (page))
/* Whether the core has the page among its pages. */
#define HAS(core, page) (8 + (core) * 2 + (page))
#define TARGET(core) (12 + (core))
#define WORDS 14
#include "memory.h"

#define SUBMITTED 1
#define AWAKE 0
#define ASLEEP 1
#define NO_TARGET 0

#ifdef ENTRY_OPAQUE
#define ENTRY_ORDER PLAIN
#else
#define ENTRY_ORDER RELEASE
#endif

bool isAsleep[CORES];
/* The call of the page that is next; goes with the page. */
byte cursor[2];
byte served;
#define isServed (served == CALLS * SUBMITTERS)

inline fence(t) {
#ifdef FENCED
#ifndef NO_FENCE
    fullFence(t)
#else
    skip
#endif
#else
    skip
#endif
}

/* SleepWord.wake behind its fence. */
inline wakeBehindFence(by, whom) {
    if
    :: seen(by, WORD(whom)) == ASLEEP ->
#ifdef WAKE_WITHOUT_CAS
        isWon = true;
#else
#ifdef PLAIN_WAKE
        store(by, WORD(whom), AWAKE, PLAIN);
        isWon = true;
#else
        compareAndSet(by, WORD(whom), ASLEEP, AWAKE, isWon);
#endif
#endif
        if
        :: isWon ->
            /* The kernel's own fence, before it looks who sleeps. */
            atomic { isDrained(by) -> isAsleep[whom] = false }
        :: else
        fi
    :: else
    fi
}

inline wake(by, whom) {
    fence(by);
    wakeBehindFence(by, whom)
}

proctype submitter(byte page) {
    byte call, core;
    bool isWon;
    do
    :: call < CALLS ->
#ifdef CORE_READ_BEFORE_STORE
        core = seen(SUBMITTER(page), CORE(page));
        store(SUBMITTER(page), ENTRY(page, call), SUBMITTED, ENTRY_ORDER);
        fence(SUBMITTER(page));
#else
        store(SUBMITTER(page), ENTRY(page, call), SUBMITTED, ENTRY_ORDER);
#ifdef CORE_READ_BEFORE_FENCE
        core = seen(SUBMITTER(page), CORE(page));
        fence(SUBMITTER(page));
#else
        fence(SUBMITTER(page));
        core = seen(SUBMITTER(page), CORE(page));
#endif
#endif
        wakeBehindFence(SUBMITTER(page), core);
        call++
    :: else -> break
    od
}

#define hasNext(t, page) (cursor[page] < CALLS && seen(t, ENTRY(page, cursor[page])) == SUBMITTED)
#define hasNextOf(c, page) (seen(c, HAS(c, page)) && hasNext(c, page))
#ifdef MOVED
#define hasWork(c) (seen(c, TARGET(c)) != NO_TARGET || hasNextOf(c, 0))
#else
#define hasWork(c) (hasNextOf(c, 0) || hasNextOf(c, 1))
#endif

inline sleepUnless(c) {
#ifdef CHECK_FIRST
    isWorkThere = hasWork(c);
#endif
    store(c, WORD(c), ASLEEP, RELEASE);
#ifndef NO_BARRIER
    fullFence(c);
#ifndef FENCED
#ifndef NO_MEMBARRIER
    isDrained(1 - c);
    isDrained(SUBMITTER(0));
    isDrained(SUBMITTER(1));
    isDrained(WATCH);
#endif
#endif
#endif
#ifndef CHECK_FIRST
#ifdef MOVED
    /* One look after the other. */
    isWorkThere = (seen(c, TARGET(c)) != NO_TARGET);
    isWorkThere = isWorkThere || hasNextOf(c, 0);
#else
    isWorkThere = hasNextOf(c, 0);
    isWorkThere = isWorkThere || hasNextOf(c, 1);
#endif
#endif
    if
    :: isWorkThere
    :: else ->
        /* The kernel compares and queues in one step, against every wake-up. */
        atomic {
            isDrained(c) ->
            if
            :: memory[WORD(c)] == ASLEEP -> isAsleep[c] = true
            :: else
            fi
        }
        !isAsleep[c] || isServed
    fi;
    isWorkThere = false;
    store(c, WORD(c), AWAKE, RELEASE)
}

proctype core(byte c) {
    byte target;
    bool isWon, isWorkThere;
    do
    :: isServed -> break
    :: else ->
#ifdef MOVED
        if
        :: seen(c, TARGET(c)) != NO_TARGET ->
            target = seen(c, TARGET(c)) - 1;
            storeVolatile(c, TARGET(c), NO_TARGET);
            if
            :: seen(c, HAS(c, 0)) ->
#ifndef ADDED_FIRST
                storeVolatile(c, HAS(c, 0), false);
#endif
                storeVolatile(c, CORE(0), target);
                storeVolatile(c, HAS(target, 0), true);
#ifndef NO_WAKE_ON_ADD
                wake(c, target);
#endif
#ifdef ADDED_FIRST
                storeVolatile(c, HAS(c, 0), false)
#else
                skip
#endif
            :: else
            fi;
            target = 0
        :: else
        fi;
#endif
        if
        :: hasNextOf(c, 0) -> atomic { cursor[0]++; served++ }
#ifndef MOVED
        :: hasNextOf(c, 1) -> atomic { cursor[1]++; served++ }
#endif
        :: !hasWork(c) -> sleepUnless(c)
        :: hasWork(c)
        fi
    od
}

#ifdef MOVED
proctype watch() {
    bool isWon;
    storeVolatile(WATCH, TARGET(0), 1 + 1);
    wake(WATCH, 0);
    /* When it is there: the watch balances what it sees. */
    seen(WATCH, HAS(1, 0)) || isServed;
    if
    :: storeVolatile(WATCH, TARGET(1), 0 + 1);
        wake(WATCH, 1)
    :: true
    fi
}
#endif

init {
    atomic {
        memory[HAS(0, 0)] = true;
        run submitter(0);
        run core(0);
#ifdef MOVED
        run core(1);
        run watch()
#else
        memory[HAS(0, 1)] = true;
        run submitter(1)
#endif
    }
}
