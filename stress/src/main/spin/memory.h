/*
 * Memory of the models: words that all threads share, and before them one store buffer a thread.
 *
 * A store goes into its thread's buffer and from there to memory at any later time (the process `propagate`). A plain or opaque store may
 * overtake earlier ones to other words; a RELEASE store overtakes nothing, but may be overtaken; nothing passes an ORDER entry
 * (VarHandle.storeStoreFence). That is more than x86-64 does (TSO: no store overtakes another), and about what aarch64 does with stores. Loads are
 * made in program order, and see the thread's own buffer first; where a model is about loads that come early, it says so and does it by itself.
 *
 * A full fence, a locked instruction (compare-and-set) and the kernel's futex calls wait until the thread's own buffer is empty. membarrier(2)
 * waits until each other thread's buffer has been empty once, one after the other, as the kernel interrupts one CPU after the other.
 *
 * A buffer holds DEPTH stores; with more, the thread waits. Before it is included: THREADS, WORDS, and DEPTH (2 to 4).
 */
#define PLAIN 0
#define RELEASE 1
#define ORDER 2
#define NOWHERE 255

typedef Buffer {
    byte count;
    byte at[DEPTH];
    byte value[DEPTH];
    byte kind[DEPTH]
}

Buffer buffer[THREADS];
byte memory[WORDS];

#define isDrained(t) (buffer[t].count == 0)

#define isHeld(t, i, a) (buffer[t].count > i && buffer[t].at[i] == (a))
#define seen1(t, a) (isHeld(t, 1, a) -> buffer[t].value[1] : (isHeld(t, 0, a) -> buffer[t].value[0] : memory[a]))
#if DEPTH == 2
#define seen(t, a) seen1(t, a)
#endif
#if DEPTH > 2
#define seen2(t, a) (isHeld(t, 2, a) -> buffer[t].value[2] : seen1(t, a))
#endif
#if DEPTH == 3
#define seen(t, a) seen2(t, a)
#endif
#if DEPTH == 4
#define seen(t, a) (isHeld(t, 3, a) -> buffer[t].value[3] : seen2(t, a))
#endif

inline store(t, a, v, k) {
    d_step {
        buffer[t].count < DEPTH ->
        buffer[t].at[buffer[t].count] = a;
        buffer[t].value[buffer[t].count] = v;
        buffer[t].kind[buffer[t].count] = k;
        buffer[t].count++
    }
}

#define fullFence(t) isDrained(t)
#define storeStoreFence(t) store(t, NOWHERE, 0, ORDER)

/* A volatile store: followed by a full fence. */
inline storeVolatile(t, a, v) {
    d_step {
        isDrained(t) -> memory[a] = v
    }
}

inline compareAndSet(t, a, expected, v, isDone) {
    d_step {
        isDrained(t) ->
        isDone = (memory[a] == (expected));
        if
        :: isDone -> memory[a] = v
        :: else
        fi
    }
}

/* Whether the store at place i may leave its buffer before those in front of it. */
#define passes(t, i, j) (buffer[t].kind[j] != ORDER && buffer[t].at[i] != buffer[t].at[j])
#define may0(t) (buffer[t].count > 0)
#define may1(t) (buffer[t].count > 1 && buffer[t].kind[1] == PLAIN && passes(t, 1, 0))
#if DEPTH > 2
#define may2(t) (buffer[t].count > 2 && buffer[t].kind[2] == PLAIN && passes(t, 2, 0) && passes(t, 2, 1))
#endif
#if DEPTH > 3
#define may3(t) (buffer[t].count > 3 && buffer[t].kind[3] == PLAIN && passes(t, 3, 0) && passes(t, 3, 1) && passes(t, 3, 2))
#endif

hidden byte place;

inline leave(t, i) {
    place = i;
    if
    :: buffer[t].at[place] != NOWHERE -> memory[buffer[t].at[place]] = buffer[t].value[place]
    :: else
    fi;
    buffer[t].count--;
    do
    :: place < buffer[t].count ->
        buffer[t].at[place] = buffer[t].at[place + 1];
        buffer[t].value[place] = buffer[t].value[place + 1];
        buffer[t].kind[place] = buffer[t].kind[place + 1];
        place++
    :: else -> break
    od;
    buffer[t].at[place] = 0;
    buffer[t].value[place] = 0;
    buffer[t].kind[place] = 0;
    place = 0
}

#if DEPTH == 2
#define propagation(t) \
    :: d_step { may0(t) -> leave(t, 0) } \
    :: d_step { may1(t) -> leave(t, 1) }
#endif
#if DEPTH == 3
#define propagation(t) \
    :: d_step { may0(t) -> leave(t, 0) } \
    :: d_step { may1(t) -> leave(t, 1) } \
    :: d_step { may2(t) -> leave(t, 2) }
#endif
#if DEPTH == 4
#define propagation(t) \
    :: d_step { may0(t) -> leave(t, 0) } \
    :: d_step { may1(t) -> leave(t, 1) } \
    :: d_step { may2(t) -> leave(t, 2) } \
    :: d_step { may3(t) -> leave(t, 3) }
#endif

active proctype propagate() {
end:
    do
    propagation(0)
#if THREADS > 1
    propagation(1)
#endif
#if THREADS > 2
    propagation(2)
#endif
#if THREADS > 3
    propagation(3)
#endif
#if THREADS > 4
    propagation(4)
#endif
    od
}
