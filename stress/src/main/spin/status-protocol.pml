/*
 * A call's entry on its way from its owner to the active thread, perhaps to another syscall thread, and back.
 *
 * A page of SLOTS entries, one more than calls may be in flight; CALLS calls. The active thread finishes a call where it is, or sets it aside; another syscall thread
 * executes what was set aside and pushes it on the page's list. The owner takes results in order, from the list, or waits for one call. The
 * argument of each call is its number + 1, and its result the argument + ANSWER: whoever gets another's, or an old one, is found out. The call's buffers are
 * what the argument and the result are: plain words.
 *
 * Properties:
 *   every call is executed once, with its own arguments, and its owner gets its result once (assertions);
 *   the list leads only to entries that are done and set aside, where the code throws "overwritten" otherwise (assertions);
 *   no entry is used again while anybody may look at it; the owner comes to its end (otherwise an invalid end state).
 *
 *   here                       Java (io.sidecore.syscall)
 *   owner: submit              SyscallPage.enter: putArguments, RESULT := next slot, putLongRelease(CONTROL)
 *   active: look               PrivatePageQueue.fill: getLongAcquire(CONTROL), getLong(RESULT); Dispatch.start
 *   active: finish             PageQueue.setStatus (BUSY, opaque), PageQueue.finish: RESULT plain, CONTROL release
 *   active: sets aside         Dispatch.setAside: setStatus(ASIDE | BUSY), PendingCalls, SyscallThread.offerCall (volatile)
 *   other: finishAside         SyscallThread.executeAside, PageQueue.finishAside: RESULT plain, CONTROL release, announce
 *   other: push                EntryStack.push: getLongOpaque(top), putLong(link), compareAndSetLong
 *   owner: poll                SyscallPage.poll: getLongAcquire(CONTROL), take, pass, passUnfinished
 *   owner: pollAside           SyscallPage.pollAside, EntryStack.takeAll
 *   owner: awaits              SyscallPage.await(token): getLongAcquire(CONTROL), take; tidy
 *
 * The link of the list is the entry's first argument word, as in the code: the arguments are read before.
 *
 * Must pass:
 *   TAKE_RELAXED            takeAll's compare-and-set without acquire: the owner reads each entry's status with acquire
 * Must fail:
 *   SUBMIT_OPAQUE           release -> opaque for SUBMITTED: the call is executed with old arguments. Not on x86-64
 *   SUBMIT_PLAIN_LOAD       acquire -> opaque or plain when the core looks for SUBMITTED: the same, by a load that came early
 *   DONE_OPAQUE             release -> opaque for DONE: an old result
 *   DONE_PLAIN_LOAD         acquire -> opaque or plain when the owner looks for DONE
 *   ASIDE_DONE_OPAQUE       release -> opaque for DONE of a call set aside: who waits for this call gets an old result, though the list's
 *                           compare-and-set would have ordered it for whoever comes by the list
 *   PUSH_RELAXED            the push's compare-and-set orders nothing: the list leads to an entry that is not done yet
 *   PUSH_FIRST              the entry is pushed before its status says that it is done
 *   BUSY_AFTER_OFFER        the active thread marks the entry as set aside after it has given it to another thread
 *   REUSED_BEFORE_POPPED    an entry whose result was taken by waiting is free at once, although the list still leads through it
 *   NAMES_NOTHING           a submission does not say where the next one will be: the core looks at the next entry in turn
 *
 * variants: TAKE_RELAXED
 * weakenings: SUBMIT_OPAQUE SUBMIT_PLAIN_LOAD DONE_OPAQUE DONE_PLAIN_LOAD ASIDE_DONE_OPAQUE PUSH_RELAXED PUSH_FIRST BUSY_AFTER_OFFER
 * weakenings: REUSED_BEFORE_POPPED NAMES_NOTHING
 */
#define SLOTS 3
#ifndef CALLS
#define CALLS 6
#endif
#define OWNER 0
#define ACTIVE 1
#define OTHER 2
#define THREADS 3
#define DEPTH 4

#define ARGUMENT(slot) ((slot) * 3)
#define RESULT(slot) ((slot) * 3 + 1)
#define CONTROL(slot) ((slot) * 3 + 2)
#define TOP (SLOTS * 3)
#define WORDS (SLOTS * 3 + 1)
#include "memory.h"

#define FREE 0
#define SUBMITTED 1
#define BUSY 2
#define DONE 3
#define ASIDE 4
#define statusOf(control) ((control) % 8)
#define callOf(control) ((control) / 8)
#define control(call, status) ((call) * 8 + (status))
#define ANSWER 16
#define NO_CALL 255

#ifdef SUBMIT_OPAQUE
#define SUBMIT_ORDER PLAIN
#else
#define SUBMIT_ORDER RELEASE
#endif
#ifdef DONE_OPAQUE
#define DONE_ORDER PLAIN
#else
#define DONE_ORDER RELEASE
#endif
#ifdef ASIDE_DONE_OPAQUE
#define ASIDE_DONE_ORDER PLAIN
#else
#define ASIDE_DONE_ORDER RELEASE
#endif

bool isExecuted[CALLS];
bool isTaken[CALLS];
/* PendingCalls and SyscallThread's task: slot and call that were set aside. */
chan pending = [SLOTS] of { byte, byte };

inline execute(by, slot, call) {
    assert(seen(by, ARGUMENT(slot)) == (call) + 1);
    assert(!isExecuted[call]);
    isExecuted[call] = true
}

proctype server() {
    byte cursor, named, calls, early;
    do
    :: calls < CALLS ->
#ifdef SUBMIT_PLAIN_LOAD
        early = seen(ACTIVE, ARGUMENT(cursor));
#endif
        statusOf(seen(ACTIVE, CONTROL(cursor))) == SUBMITTED;
        assert(callOf(seen(ACTIVE, CONTROL(cursor))) == calls);
        named = seen(ACTIVE, RESULT(cursor));
        assert(named < SLOTS && named != cursor);
        if
        :: atomic {
#ifdef SUBMIT_PLAIN_LOAD
            assert(early == calls + 1);
#endif
            execute(ACTIVE, cursor, calls)
            }
            store(ACTIVE, CONTROL(cursor), control(calls, BUSY), PLAIN);
            store(ACTIVE, RESULT(cursor), calls + 1 + ANSWER, PLAIN);
            store(ACTIVE, CONTROL(cursor), control(calls, DONE), DONE_ORDER)
        ::
#ifndef BUSY_AFTER_OFFER
            store(ACTIVE, CONTROL(cursor), control(calls, BUSY + ASIDE), PLAIN);
#endif
            /* Under a lock, or by a volatile field. */
            atomic { isDrained(ACTIVE) -> pending!cursor, calls }
#ifdef BUSY_AFTER_OFFER
            store(ACTIVE, CONTROL(cursor), control(calls, BUSY + ASIDE), PLAIN)
#endif
        fi;
#ifdef NAMES_NOTHING
        cursor = (cursor + 1) % SLOTS;
#else
        cursor = named;
#endif
        named = 0;
        early = 0;
        calls++
    :: else -> break
    od
}

inline push() {
    do
    :: first = seen(OTHER, TOP);
        store(OTHER, ARGUMENT(slot), first, PLAIN);
        skip;
        d_step {
#ifndef PUSH_RELAXED
            isDrained(OTHER) ->
#endif
            if
            :: memory[TOP] == first -> memory[TOP] = slot + 1; isDone = true
            :: else -> isDone = false
            fi
        }
        if
        :: isDone -> break
        :: else
        fi
    od
}

proctype other() {
    byte slot, call, first;
    bool isDone;
end:
    do
    :: pending?slot, call ->
        atomic { execute(OTHER, slot, call) }
        store(OTHER, RESULT(slot), call + 1 + ANSWER, PLAIN);
#ifdef PUSH_FIRST
        push();
#endif
        store(OTHER, CONTROL(slot), control(call, DONE + ASIDE), ASIDE_DONE_ORDER);
#ifndef PUSH_FIRST
        push();
#endif
        atomic {
            slot = 0;
            call = 0;
            first = 0;
            isDone = false
        }
    od
}

#define slotAt(position) order[(position) % 4]
#define controlAt(position) seen(OWNER, CONTROL(slotAt(position)))
#define isDoneAt(position) (position < tail && callOf(controlAt(position)) == position && statusOf(controlAt(position)) % ASIDE == DONE)

inline take(s) {
    atomic {
        found = seen(OWNER, CONTROL(s));
        assert(!isTaken[callOf(found)]);
        isTaken[callOf(found)] = true
    }
    assert(seen(OWNER, RESULT(s)) == callOf(found) + 1 + ANSWER);
#ifdef REUSED_BEFORE_POPPED
    store(OWNER, CONTROL(s), control(callOf(found), FREE), PLAIN)
#else
    store(OWNER, CONTROL(s), control(callOf(found), FREE + (statusOf(found) / ASIDE) * ASIDE), PLAIN)
#endif
}

inline free(s) {
    order[last % 4] = s;
    last++
}

inline pollAside() {
    if
    :: done == 0 ->
        skip;
        d_step {
#ifndef TAKE_RELAXED
            isDrained(OWNER) ->
#endif
            done = memory[TOP];
            memory[TOP] = 0
        }
    :: else
    fi;
    do
    :: done != 0 ->
        slot = done - 1;
        atomic {
            found = seen(OWNER, CONTROL(slot));
            assert(statusOf(found) == DONE + ASIDE || statusOf(found) == FREE + ASIDE)
        }
        done = seen(OWNER, ARGUMENT(slot));
        assert(done <= SLOTS);
        if
        :: statusOf(found) == DONE + ASIDE -> take(slot)
        :: else
        fi;
        if
        :: passed[slot] -> atomic { passed[slot] = false; aside--; free(slot) }
        /* When it comes to be passed, the entry is free. */
        :: else -> store(OWNER, CONTROL(slot), control(callOf(found), FREE), PLAIN)
        fi;
        found = 0
    :: else -> break
    od;
    slot = 0
}

proctype owner() {
    byte order[4];
    bool passed[SLOTS];
    byte head, tail, last = SLOTS, aside, done, slot, found, early;
    order[1] = 1;
    order[2] = 2;
    do
    :: tail == CALLS && head == tail && aside == 0 -> break
    :: tail < CALLS && last - tail > 1 ->
        slot = slotAt(tail);
        store(OWNER, ARGUMENT(slot), tail + 1, PLAIN);
        store(OWNER, RESULT(slot), slotAt(tail + 1), PLAIN);
        store(OWNER, CONTROL(slot), control(tail, SUBMITTED), SUBMIT_ORDER);
        slot = 0;
        tail++
#ifdef DONE_PLAIN_LOAD
    :: head < tail ->
        slot = slotAt(head);
        early = seen(OWNER, RESULT(slot));
        if
        :: isDoneAt(head) && statusOf(controlAt(head)) == DONE -> assert(early == head + 1 + ANSWER)
        :: else
        fi;
        early = 0;
        slot = 0
#endif
    /* In order. */
    :: head < tail && statusOf(controlAt(head)) == DONE ->
        take(slotAt(head));
        found = 0;
        atomic { free(slotAt(head)); head++ }
    :: head < tail && statusOf(controlAt(head)) == FREE ->
        atomic { free(slotAt(head)); head++ }
    :: head < tail && statusOf(controlAt(head)) >= ASIDE ->
        atomic { passed[slotAt(head)] = true; aside++; head++ }
    :: aside > 0 && (done != 0 || seen(OWNER, TOP) != 0) -> pollAside()
    /* For one of them, in front of all others. */
    :: isDoneAt(head) && !isTaken[head] -> take(slotAt(head)); found = 0
    :: isDoneAt(head + 1) && !isTaken[head + 1] -> take(slotAt(head + 1)); found = 0
    od;
    skip;
    d_step {
        slot = 0;
        do
        :: slot < CALLS -> assert(isTaken[slot] && isExecuted[slot]); slot++
        :: else -> break
        od
    }
}

init {
    atomic {
        run server();
        run other();
        run owner()
    }
}
