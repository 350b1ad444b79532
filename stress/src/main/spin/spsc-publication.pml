/*
 * What a producer of an SpscRing publishes is whole when its consumer sees it, on hardware that keeps neither stores nor loads in order.
 *
 * The ring has UNITS records of one header and one payload word; RECORDS are sent, so that each place is used again. Stores may overtake each other as
 * memory.h says. Loads may come early: a load that is not held back by an acquire in front of it may have been made at any time since its thread came to
 * this record; EARLY stands for what it got then. x86-64 does neither, its compilers may do both.
 *
 * Property: the consumer gets each record once, in order, with the payload that was written for it, and the producer never writes into a record that has not
 * been read (assertions); both come to their end (otherwise an invalid end state).
 *
 *   here                      Java (io.sidecore.ring)
 *   producer: room            SpscProducer.hasRoom: OffHeap.getLongAcquire(consumerPosition)
 *   producer: payload         what the user of RingProducer.tryClaim writes, plain
 *   producer: commit          RingProducer.commit: OffHeap.putLongRelease(header)
 *   producer: touch           SpscProducer.touch: plain zeros ahead, within the limit
 *   consumer: header          RingConsumer.poll: OffHeap.getLongAcquire(base + offset)
 *   consumer: clear           Ring.clear: OffHeap.putLongRelease(0); RingConsumer.release
 *   consumer: position        RingConsumer.release: OffHeap.putLongRelease(consumerPosition)
 *
 * Must pass:
 *   CLEAR_OPAQUE              release -> opaque for the zeros: the position behind them is a release
 * Must fail:
 *   HEADER_OPAQUE             release -> opaque or plain for the header: it comes before the payload
 *   HEADER_PLAIN_LOAD         acquire -> opaque or plain for the header: the payload is read before it
 *   POSITION_OPAQUE           release -> opaque for the consumer's position: it comes before the zeros
 *   POSITION_EARLY            the same, seen from the loads: the position is stored before the payload is read
 *   FREES_BEFORE_CLEARING     the position before the zeros: one of these erases a new record
 *   NO_CLEARING               what is consumed stays where it is, and is consumed again
 *   TOUCHES_TOO_FAR           the producer touches lines that are not free
 *   HEADER_FIRST              the header is stored before the payload
 *
 * variants: CLEAR_OPAQUE
 * weakenings: HEADER_OPAQUE HEADER_PLAIN_LOAD POSITION_OPAQUE POSITION_EARLY FREES_BEFORE_CLEARING NO_CLEARING TOUCHES_TOO_FAR HEADER_FIRST
 */
#define UNITS 2
#define RECORDS 5
#define PRODUCER 0
#define CONSUMER 1
#define THREADS 2
#define DEPTH 4

#define HEAD(record) ((record) % UNITS)
#define BODY(record) (UNITS + (record) % UNITS)
#define POSITION (2 * UNITS)
#define WORDS (2 * UNITS + 1)
#include "memory.h"

#ifdef HEADER_OPAQUE
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

/* Records that have been read, not only in memory. */
byte consumed;

proctype producer() {
    byte sent, limit = UNITS;
    do
    :: sent < RECORDS ->
        do
        :: sent < limit -> break
        :: sent >= limit && seen(PRODUCER, POSITION) + UNITS > limit -> limit = seen(PRODUCER, POSITION) + UNITS
        od;
        assert(sent < consumed + UNITS);
#ifdef HEADER_FIRST
        store(PRODUCER, HEAD(sent), sent + 1, COMMIT_ORDER);
#endif
        store(PRODUCER, BODY(sent), sent + 1, PLAIN);
#ifndef HEADER_FIRST
        store(PRODUCER, HEAD(sent), sent + 1, COMMIT_ORDER);
#endif
        sent++;
        /* Or not: it does so now and then. */
        if
#ifdef TOUCHES_TOO_FAR
        :: sent < RECORDS -> store(PRODUCER, HEAD(sent), 0, PLAIN)
#else
        :: sent < limit && sent < RECORDS -> store(PRODUCER, HEAD(sent), 0, PLAIN)
#endif
        :: true
        fi
    :: else -> break
    od
}

proctype consumer() {
    byte record, early, payload;
    do
    :: record < RECORDS ->
#ifdef HEADER_PLAIN_LOAD
        early = seen(CONSUMER, BODY(record));
#endif
        seen(CONSUMER, HEAD(record)) != 0;
        assert(seen(CONSUMER, HEAD(record)) == record + 1);
#ifdef POSITION_EARLY
        consumed = record + 1;
        store(CONSUMER, HEAD(record), 0, CLEAR_ORDER);
        store(CONSUMER, POSITION, record + 1, POSITION_ORDER);
#endif
#ifdef HEADER_PLAIN_LOAD
        if
        :: payload = early
        :: payload = seen(CONSUMER, BODY(record))
        fi;
#else
        payload = seen(CONSUMER, BODY(record));
#endif
        assert(payload == record + 1);
        payload = 0;
        early = 0;
#ifndef POSITION_EARLY
        consumed = record + 1;
#ifdef FREES_BEFORE_CLEARING
        store(CONSUMER, POSITION, record + 1, POSITION_ORDER);
#endif
#ifndef NO_CLEARING
        store(CONSUMER, HEAD(record), 0, CLEAR_ORDER);
#endif
#ifndef FREES_BEFORE_CLEARING
        store(CONSUMER, POSITION, record + 1, POSITION_ORDER);
#endif
#endif
        record++
    :: else -> break
    od
}

init {
    atomic {
        run producer();
        run consumer()
    }
}
