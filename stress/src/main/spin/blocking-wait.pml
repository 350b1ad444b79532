/*
 * Who sleeps on a ring's wait word is woken when what it waits for comes true.
 *
 * Two waiters share one word, as producers that wait for room do, and two wakers, as producers of several lanes do. Each waiter waits for
 * a condition that one waker makes true; each waker wakes everybody who waits. There are no time limits here: in the code a sleep is cut
 * into pieces of 50 ms, which would repair a lost wake-up, and hide it. A sleep may end for no reason, as futex(2) allows.
 *
 * Property: nobody sleeps for ever. When a waiter is left asleep, nothing can go on: an invalid end state.
 *
 *   here                     Java (io.sidecore.ring)
 *   waiter: announced = ...  WaitWord.await: OffHeap.getAndBitwiseOrInt(address, WAITING) | WAITING
 *   waiter: fullFence        WaitWord.await: VarHandle.fullFence()
 *   waiter: seen(CONDITION)  WaitWord.await: over.getAsBoolean(), that is RingConsumer.hasRecord (acquire) or RingProducer.hasRoomFor
 *   waiter: futexWait        WaitWord.await: futex.sleep(address, announced, ...), Futex.sleep
 *   waker: store CONDITION   RingProducer.commit (release), RingConsumer.release
 *   waker: fullFence         WaitWord.wake: VarHandle.fullFence()
 *   waker: compareAndSet     WaitWord.wake: OffHeap.compareAndSetInt(address, seen, seen + 1)
 *   waker: futexWakeAll      WaitWord.wake: Futex.wakeAll(address)
 *
 * Must pass:
 *   NO_WAITER_FENCE     the atomic or before it is a locked instruction, hence a full fence on x86-64 already. Elsewhere the load of the
 *                       condition could come before its store half, which is CHECK_FIRST.
 *   CONDITION_OPAQUE    release -> opaque for the condition alone: the waker's fence orders it. What else was stored before is another matter.
 * Must fail:
 *   NO_WAKER_FENCE      the waker looks at the word while its condition is still in its buffer
 *   CHECK_FIRST         the waiter looks at the condition before it announces itself, not after
 *   NO_CHECK            it announces itself and does not look again
 *   EXPECTS_ANY         it sleeps if the word is what it is now, not what it has announced
 *   CLEARS_BIT          the waker takes the bit back instead of carrying it into the count: another waiter's announcement restores the word
 *   WAITER_CLEARS_BIT   a waiter that is done takes the bit back, behind which another may sleep
 *   WAKES_ONE           one of those who sleep is woken, and the word says that nobody waits
 *   WAKES_FIRST         the waker wakes before it makes the condition true
 *
 * variants: NO_WAITER_FENCE CONDITION_OPAQUE
 * weakenings: NO_WAKER_FENCE CHECK_FIRST NO_CHECK EXPECTS_ANY CLEARS_BIT WAITER_CLEARS_BIT WAKES_ONE WAKES_FIRST
 */
#define THREADS 4
#define DEPTH 2
#define WORD 0
#define CONDITION(i) (1 + (i))
#define WORDS 3
#include "memory.h"

#define WAITING 1

#ifdef CONDITION_OPAQUE
#define COMMIT_ORDER PLAIN
#else
#define COMMIT_ORDER RELEASE
#endif

bool isAsleep[2];
/* Sleeps may end so often for no reason, all waiters together. */
byte spurious = 1;

inline wake(t) {
#ifndef NO_WAKER_FENCE
    fullFence(t);
#endif
    word = seen(t, WORD);
    if
    :: word & WAITING ->
#ifdef CLEARS_BIT
        compareAndSet(t, WORD, word, word - 1, isDone);
#else
        compareAndSet(t, WORD, word, word + 1, isDone);
#endif
        if
        :: isDone ->
#ifdef WAKES_ONE
            if
            :: isAsleep[0] -> isAsleep[0] = false
            :: isAsleep[1] -> isAsleep[1] = false
            :: !isAsleep[0] && !isAsleep[1]
            fi
#else
            d_step {
                isAsleep[0] = false;
                isAsleep[1] = false
            }
#endif
        :: else
        fi
    :: else
    fi
}

proctype waiter(byte i) {
    byte announced;
    bool isOver;
    do
    ::
#ifdef CHECK_FIRST
        isOver = seen(i, CONDITION(i));
#endif
        d_step {
            isDrained(i) -> memory[WORD] = memory[WORD] | WAITING; announced = memory[WORD]
        }
#ifndef NO_WAITER_FENCE
        fullFence(i);
#endif
#ifdef NO_CHECK
        isOver = false;
#else
#ifndef CHECK_FIRST
        isOver = seen(i, CONDITION(i));
#endif
#endif
        if
        :: isOver -> break
        :: else
        fi;
        /* The kernel compares and queues in one step, against every wake-up. */
        atomic {
            isDrained(i) ->
            if
#ifdef EXPECTS_ANY
            :: true -> isAsleep[i] = true
#else
            :: memory[WORD] == announced -> isAsleep[i] = true
            :: else
#endif
            fi
        }
        if
        :: !isAsleep[i]
        :: atomic { isAsleep[i] && spurious > 0 -> isAsleep[i] = false; spurious-- }
        fi;
        if
        :: seen(i, CONDITION(i)) -> break
        :: else
        fi
    od;
    skip;
#ifdef WAITER_CLEARS_BIT
    memory[WORD] = memory[WORD] & 254
#endif
}

proctype waker(byte i) {
    byte word;
    bool isDone;
#ifdef WAKES_FIRST
    wake(2 + i);
    store(2 + i, CONDITION(i), 1, COMMIT_ORDER)
#else
    store(2 + i, CONDITION(i), 1, COMMIT_ORDER);
    wake(2 + i)
#endif
}

init {
    atomic {
        run waiter(0);
        run waiter(1);
        run waker(0);
        run waker(1)
    }
}
