/*
 * Two producers of an MpscRing, which may die behind any store, and its consumer, which repairs what they leave behind.
 *
 * The ring has UNITS units; a record takes one or two (with SHORT, one), and one that does not fit before the end is preceded by padding. A unit has a header word, HEAD,
 * and one word of payload, BODY. The second unit of a record of two has payload where another time a header stands. Every payload word of a message is the message's
 * number, and so is part of its header. The producers send FIRST and SECOND messages, of lengths that they choose freely. With REBORN, another process takes the place of
 * the first one that dies, once, in the table of parties: then places are freed and taken again, by consumer and newcomer. ABORTS: claims may be aborted.
 *
 * A process that dies has issued some of its stores, in program order; all of those come to memory before anybody finds it dead, for the kernel is in between.
 *
 * Properties:
 *   what was committed is delivered exactly once, whole and in the order of the log, also behind a hole (assertions);
 *   nobody overruns a live producer: while a claim is open, its header is zero and its bytes are not the consumer's to give away (assertions);
 *   recovery finds an owner and a length for each hole, where the code throws CorruptRingException otherwise (assertions);
 *   a place is freed only if its owner is dead (assertion);
 *   nobody waits for ever, for a hole or for room: the consumer comes to the end of what was claimed (otherwise an invalid end state).
 *
 *   here                        Java (io.sidecore.ring)
 *   producer: intents, claim    MpscProducer.claim: putLongRelease twice, compareAndSetLong, putLongOpaque, storeStoreFence
 *   producer: refusal           MpscProducer.reserve, lookUpLimit: putLongRelease(intentStart, NONE)
 *   producer: padding           MpscProducer.reserve: putLongRelease(header(remaining, PADDING_TYPE))
 *   producer: payload, commit   what the user of RingProducer.tryClaim writes (plain), RingProducer.commit (release)
 *   producer: abort             RingProducer.abort, MpscProducer.withdraw
 *   register                    Parties.registerProducer, Party.tryRegister, MpscProducer's constructor
 *   consumer: poll, free        RingConsumer.poll (acquire), release, Ring.clear (release)
 *   consumer: repair            MpscConsumer.recover, ClaimRecovery.repairHole, length, isStartOfClaim
 *   freePlace                   ClaimRecovery.freePlaces, Party.free
 *   OWNER                       Party.owner: 0 if free, else the process, whose number stands for process id and epoch together
 *
 * Must pass:
 *   NO_STORE_STORE           no fence between claimed start and payload: whoever is dead has issued both or the payload not. A compiler that swaps them is
 *                            PAYLOAD_BEFORE_CLAIMED
 *   CLEAR_OPAQUE             release -> opaque for the zeros: the consumer's position behind them is a release
 *   ABORTS, REBORN, FIRST=2, DEPTH=3   more of the same: claims that are aborted, a place that changes hands, another message, deeper buffers
 * Must fail:
 *   COMMIT_FIRST             the header is stored before the payload
 *   COMMIT_OPAQUE            release -> opaque for the header. Not on x86-64
 *   PAYLOAD_BEFORE_CLAIMED   payload before the word that says who has claimed: what is not zero looks like the start of another claim
 *   LENGTH_BEFORE_COMMIT     the length of the next claim before the header of this one: who dies between the two leaves a hole with another one's length
 *   INTENT_AFTER_CLAIM       a hole whose owner has not said that it may be
 *   INTENT_KEPT              a producer that is refused for want of room leaves its intent where another's hole is: nobody repairs that
 *   NO_DEATH_CHECK           repair without a look whether the owner is dead
 *   ANY_LENGTH               a hole is as long as the shortest intent, whether another claim starts there or not
 *   FREES_BEFORE_CLEARING    the consumer's position before the zeros
 *   POSITION_OPAQUE          release -> opaque for the consumer's position. Not on x86-64
 *   NO_CLEARING              the consumer leaves consumed headers where they are
 *   FREES_OPEN_PLACES        the place of a dead producer is freed before its hole is repaired
 *   REBORN+OWNER_READ_LAST   (ClaimRecovery.freePlaces as it was) whether the owner is dead and what it intended is looked up first, and the owner word that the compare-and-set expects after
 *                            that: in between, the newcomer may have got the place, claimed, and died, and its hole has no owner any more
 *   REBORN+NO_EPOCH          a place is freed by a store, not by a compare-and-set of the owner with its epoch
 *   REBORN+INTENT_INHERITED  a newcomer does not reset the intent and the claim that it finds in its place
 *
 * variants: NO_STORE_STORE CLEAR_OPAQUE ABORTS REBORN+SHORT+UNITS=2
 * large variants: DEPTH=3 FIRST=2
 * weakenings: COMMIT_FIRST COMMIT_OPAQUE PAYLOAD_BEFORE_CLAIMED INTENT_AFTER_CLAIM SHORT+UNITS=1+INTENT_KEPT NO_DEATH_CHECK ANY_LENGTH
 * weakenings: FIRST=2+LENGTH_BEFORE_COMMIT
 * weakenings: FIRST=2+SHORT+UNITS=2+FREES_BEFORE_CLEARING FIRST=2+SHORT+UNITS=2+POSITION_OPAQUE FIRST=2+SHORT+UNITS=2+NO_CLEARING FREES_OPEN_PLACES
 * weakenings: REBORN+SHORT+UNITS=2+OWNER_READ_LAST REBORN+SHORT+UNITS=2+NO_EPOCH REBORN+SHORT+UNITS=1+INTENT_INHERITED
 */
#ifndef UNITS
#define UNITS 3
#endif
/* Messages of the first producer, of the second, and of a newcomer, at most. */
#ifndef FIRST
#define FIRST 1
#endif
#ifndef SECOND
#define SECOND 1
#endif
#define MOST 2
#define CONSUMER 2
#define THREADS 3
#ifndef DEPTH
#define DEPTH 2
#endif

#define HEAD(position) ((position) % UNITS)
#define BODY(position) (UNITS + (position) % UNITS)
#define TAIL (2 * UNITS)
#define POSITION (TAIL + 1)
#define LENGTH(place) (TAIL + 2 + (place) * 4)
#define START(place) (TAIL + 3 + (place) * 4)
#define CLAIMED(place) (TAIL + 4 + (place) * 4)
#define OWNER(place) (TAIL + 5 + (place) * 4)
#define WORDS (TAIL + 10)
#include "memory.h"

#define NONE 255
/* A header: length, and the message's number; 0 is padding, and no number. */
#define PADDING(length) ((length) * 32)
#define MESSAGE(length, number) ((length) * 32 + (number))
#define lengthOf(header) ((header) / 32)
#define numberOf(header) ((header) % 32)

#ifdef COMMIT_OPAQUE
#define COMMIT_ORDER PLAIN
#else
#define COMMIT_ORDER RELEASE
#endif
#ifdef CLEAR_OPAQUE
#define CLEAR_ORDER PLAIN
#else
#define CLEAR_ORDER RELEASE
#endif
#ifdef POSITION_OPAQUE
#define POSITION_ORDER PLAIN
#else
#define POSITION_ORDER RELEASE
#endif

/* Numbers of messages start at 1: MOST for each producer, and for the one that is born again. */
bool isCommitted[MOST * 3 + 1];
bool isDelivered[MOST * 3 + 1];
/* By process: 0 and 1, and 2 that takes over the place of one of those; OWNER has one more. */
bool hasDied[3];
bool hasEnded[2];
bool isReborn;
/* Up to where the consumer has come, not only in memory. */
byte consumed;

#define processOf(owner) ((owner) - 1)
/* What /proc says: a process is found dead when its last stores are there. */
#define isDead(place, owner) ((owner) != 0 && hasDied[processOf(owner)] && isDrained(place))

byte deaths = 2;
byte tries = 1;

inline mayDie() {
    if
    :: true
    :: deaths > 0 -> goto dies
    fi
}

inline commit() {
    atomic {
#ifdef LENGTH_BEFORE_COMMIT
        if
        :: sent + 1 < toSend ->
            if
            :: store(i, LENGTH(i), 1, PLAIN)
            :: store(i, LENGTH(i), 2, PLAIN)
            fi;
            mayDie()
        :: else
        fi;
#endif
        assert(tail >= consumed && memory[HEAD(tail)] == 0);
        store(i, HEAD(tail), MESSAGE(length, me * MOST + sent + 1), COMMIT_ORDER);
        isCommitted[me * MOST + sent + 1] = true
    }
}

#define mayBeFreed(at, upTo) (memory[START(at)] == NONE || memory[START(at)] < (upTo) || memory[START(at)] == memory[TAIL])

/* ClaimRecovery.freePlaces for one place; by the consumer, or by a newcomer. */
inline freePlace(by, at, upTo) {
    owner = memory[OWNER(at)];
    if
    :: isDead(at, owner) ->
        if
#ifdef FREES_OPEN_PLACES
        :: true ->
#else
        :: mayBeFreed(at, upTo) ->
#endif
#ifdef OWNER_READ_LAST
            owner = memory[OWNER(at)];
#endif
            if
            :: isDead(at, owner) ->
                atomic {
                    isDrained(by) ->
                    if
#ifdef NO_EPOCH
                    :: true ->
#else
                    :: memory[OWNER(at)] == owner ->
#endif
                        assert(memory[OWNER(at)] == 0 || hasDied[processOf(memory[OWNER(at)])]);
                        memory[OWNER(at)] = 0
                    :: else
                    fi
                }
            :: else
            fi
        :: else
        fi
    :: else
    fi;
    owner = 0
}

proctype producer(byte i) {
    byte me = i, toSend = (i == 0 -> FIRST : SECOND), sent, length, tail, owner;
    byte limit = UNITS;
    bool isDone;
again:
    do
    :: sent < toSend ->
        atomic {
            if
            :: length != 0
            :: length == 0 -> length = 1
#ifndef SHORT
            :: length == 0 -> length = 2
#endif
            fi;
            tail = seen(i, TAIL)
        }
        if
        :: tail + length > limit ->
            limit = seen(i, POSITION) + UNITS;
            if
            :: tail + length > limit ->
#ifndef INTENT_KEPT
                store(i, START(i), NONE, RELEASE);
#endif
                /* Until the user tries again. */
                memory[TAIL] + length <= memory[POSITION] + UNITS;
                goto again
            :: else
            fi
        :: else
        fi;
        /* A claim for padding, if the message does not fit before the end. */
        atomic {
            isDone = (length <= UNITS - tail % UNITS);
            if
            :: isDone
            :: else -> owner = length; length = UNITS - tail % UNITS
            fi
        }
#ifndef INTENT_AFTER_CLAIM
        atomic {
            store(i, LENGTH(i), length, RELEASE);
            mayDie();
            store(i, START(i), tail, RELEASE);
            mayDie()
        }
#endif
        d_step {
            isDrained(i) ->
            if
            :: memory[TAIL] == tail -> memory[TAIL] = tail + length
            :: else -> tail = NONE
            fi
        }
        if
        :: tail == NONE ->
            atomic {
                if
                :: owner != 0 -> length = owner; owner = 0
                :: else
                fi;
                tail = 0;
                isDone = false
            }
            goto again
        :: else
        fi;
        mayDie();
#ifdef INTENT_AFTER_CLAIM
        store(i, LENGTH(i), length, RELEASE);
        store(i, START(i), tail, RELEASE);
        mayDie();
#endif
        atomic {
#ifndef PAYLOAD_BEFORE_CLAIMED
            store(i, CLAIMED(i), tail, PLAIN);
            mayDie();
#ifndef NO_STORE_STORE
            storeStoreFence(i);
#endif
#endif
            if
            :: !isDone -> goto pads
            :: else
            fi;
#ifdef COMMIT_FIRST
            commit();
            mayDie();
#endif
            assert(tail >= consumed);
            store(i, BODY(tail), me * MOST + sent + 1, PLAIN);
            mayDie();
            if
            :: length == 2 ->
                store(i, HEAD(tail + 1), me * MOST + sent + 1, PLAIN);
                mayDie()
            :: else
            fi;
#ifdef PAYLOAD_BEFORE_CLAIMED
            store(i, CLAIMED(i), tail, PLAIN);
            mayDie()
#endif
        }
#ifndef COMMIT_FIRST
#ifdef ABORTS
        if
        :: commit()
        :: store(i, HEAD(tail), PADDING(length), RELEASE)
        fi;
#else
        commit();
#endif
#endif
        atomic {
            length = 0;
            sent++;
            isDone = false;
            tail = 0;
            mayDie()
        }
        goto again;
pads:
        atomic {
            store(i, HEAD(tail), PADDING(length), RELEASE);
            length = owner;
            owner = 0;
            tail = 0;
            mayDie()
        }
    :: else -> break
    od;
    goto ends;
dies:
    atomic {
        deaths--;
        hasDied[me] = true;
        sent = 0;
        length = 0;
        tail = 0;
        owner = 0;
        isDone = false;
        limit = UNITS
    }
#ifdef REBORN
    if
    :: atomic { !isReborn -> isReborn = true; me = 2 }
        /* MpscRing.producer: frees the places of the dead, and takes one. */
        do
        :: memory[OWNER(i)] == 0 ->
            d_step { memory[OWNER(i)] == 0 && isDrained(i) -> memory[OWNER(i)] = me + 1 }
            break
        :: isDead(i, memory[OWNER(i)]) && mayBeFreed(i, memory[POSITION]) ->
            freePlace(i, i, memory[POSITION])
        od;
#ifndef INTENT_INHERITED
        store(i, CLAIMED(i), NONE, PLAIN);
        mayDie();
        store(i, START(i), NONE, RELEASE);
        mayDie();
#endif
        limit = seen(i, POSITION) + UNITS;
        /* It sends one message less, or none. */
        if
        :: toSend = 1
        :: toSend = 0
        fi;
        goto again
    :: else
    fi;
#endif
ends:
    hasEnded[i] = true
}

#define isCandidate(at) (memory[OWNER(at)] != 0 && memory[START(at)] == position)
#define isLive(at) (isCandidate(at) && !isDead(at, memory[OWNER(at)]))
#define isHole (memory[HEAD(position)] == 0 && memory[TAIL] != position)
#define isOver (hasEnded[0] && hasEnded[1] && isDrained(0) && isDrained(1) && memory[TAIL] == position)

inline lookAt(at, isOne) {
    if
    :: memory[OWNER(at)] != 0 ->
        if
        :: memory[START(at)] == position ->
#ifndef NO_DEATH_CHECK
            if
            :: isDead(at, memory[OWNER(at)])
            :: else -> goto goOn
            fi;
#endif
            isOne = true
        :: else
        fi
    :: else
    fi
}

inline measure(at, isOne) {
    if
    :: isOne && length == 0 ->
        own = memory[LENGTH(at)];
        if
        :: own >= 1 && own <= tail - position && own <= UNITS - position % UNITS ->
            if
            :: memory[CLAIMED(at)] == position -> length = own
            :: else ->
                if
                :: shortest == 0 || own < shortest ->
                    if
#ifdef ANY_LENGTH
                    :: true -> shortest = own
#else
                    :: position + own == tail || memory[START(0)] == position + own || memory[START(1)] == position + own ->
                        shortest = own
                    :: else ->
                        /* The intents first: one that has moved on meanwhile has left a header behind. */
                        if
                        :: memory[HEAD(position + own)] != 0 -> shortest = own
                        :: else
                        fi
#endif
                    fi
                :: else
                fi
            fi
        :: else
        fi
    :: else
    fi
}

inline recover() {
    tail = memory[TAIL];
    lookAt(0, isFirst);
    lookAt(1, isSecond);
    if
    :: memory[HEAD(position)] != 0 -> goto goOn
    :: else
    fi;
    /* Claimed by nobody. */
    assert(isFirst || isSecond);
    measure(0, isFirst);
    measure(1, isSecond);
    if
    :: length == 0 -> length = shortest
    :: else
    fi;
    /* Claimed by the dead, but no length fits. */
    assert(length != 0);
    d_step {
        isDrained(CONSUMER) ->
        if
        :: memory[HEAD(position)] == 0 -> memory[HEAD(position)] = PADDING(length)
        :: else
        fi
    }
}

proctype consumer() {
    byte position, header, tail, length, own, shortest, owner;
    bool isFirst, isSecond;
    do
    :: isOver -> break
    :: atomic {
            seen(CONSUMER, HEAD(position)) != 0 ->
            header = seen(CONSUMER, HEAD(position));
            length = lengthOf(header);
            assert(length > 0 && length <= UNITS - position % UNITS);
            if
            :: numberOf(header) != 0 ->
                assert(seen(CONSUMER, BODY(position)) == numberOf(header));
                assert(length == 1 || seen(CONSUMER, HEAD(position + 1)) == numberOf(header));
                assert(isCommitted[numberOf(header)] && !isDelivered[numberOf(header)]);
                isDelivered[numberOf(header)] = true
            :: else
            fi;
            consumed = position + length;
#ifdef FREES_BEFORE_CLEARING
            store(CONSUMER, POSITION, position + length, POSITION_ORDER);
#endif
#ifndef NO_CLEARING
            store(CONSUMER, HEAD(position), 0, CLEAR_ORDER);
            if
            :: length == 2 -> store(CONSUMER, HEAD(position + 1), 0, CLEAR_ORDER)
            :: else
            fi;
#endif
#ifndef FREES_BEFORE_CLEARING
            store(CONSUMER, POSITION, position + length, POSITION_ORDER);
#endif
            position = position + length;
            length = 0;
            header = 0
    }
    /* Whenever it likes, a few times; and for certain when there is something to repair. */
    :: seen(CONSUMER, HEAD(position)) == 0 && isHole && (tries > 0 || !isLive(0) && !isLive(1)) ->
        tries = (tries > 0 -> tries - 1 : 0);
        recover();
goOn:
        freePlace(CONSUMER, 0, position);
        freePlace(CONSUMER, 1, position);
        atomic {
            tail = 0;
            length = 0;
            own = 0;
            shortest = 0;
            isFirst = false;
            isSecond = false
        }
    od;
    skip;
    d_step {
        header = 1;
        do
        :: header <= MOST * 3 -> assert(isDelivered[header] == isCommitted[header]); header++
        :: else -> break
        od
    }
}

init {
    atomic {
        memory[START(0)] = NONE;
        memory[START(1)] = NONE;
        memory[CLAIMED(0)] = NONE;
        memory[CLAIMED(1)] = NONE;
        memory[OWNER(0)] = 1;
        memory[OWNER(1)] = 2;
        run producer(0);
        run producer(1);
        run consumer()
    }
}
