package io.sidecore.stress.crash;

import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionKind;
import io.sidecore.ring.MpscConsumer;
import io.sidecore.ring.MpscRing;
import io.sidecore.ring.Ring;
import io.sidecore.ring.RingConsumer;
import io.sidecore.ring.RingProducer;
import io.sidecore.ring.SpscRing;
import io.sidecore.stress.failpoint.Site;
import java.nio.file.Path;
import java.util.Set;

/** A kind of ring under test. Another ring joins as another constant: how it is made, opened and repaired, and whose stores it must cover. */
enum Scenario {
    SPSC(RegionKind.SPSC_RING, 1, Set.of("SpscRing", "SpscProducer", "SpscConsumer")) {
        @Override
        Ring create(Path file, long capacity, int alignment) throws RegionException {
            return SpscRing.create(file, capacity, alignment);
        }

        @Override
        Ring attach(Path file) throws RegionException {
            return SpscRing.attach(file);
        }

        @Override
        RingProducer producer(Ring ring) {
            return ((SpscRing) ring).producer();
        }

        @Override
        RingConsumer consumer(Ring ring) {
            return ((SpscRing) ring).consumer();
        }

        @Override
        void recover(RingConsumer consumer) {}

        @Override
        boolean isEmpty(RingConsumer consumer, Ring ring) {
            return ring.producerPosition() == consumer.position();
        }
    },
    MPSC(RegionKind.MPSC_RING, 4, Set.of("MpscRing", "MpscProducer", "MpscConsumer", "ClaimRecovery")) {
        @Override
        Ring create(Path file, long capacity, int alignment) throws RegionException {
            return MpscRing.create(file, capacity, alignment);
        }

        @Override
        Ring attach(Path file) throws RegionException {
            return MpscRing.attach(file);
        }

        @Override
        RingProducer producer(Ring ring) {
            return ((MpscRing) ring).producer();
        }

        @Override
        RingConsumer consumer(Ring ring) {
            return ((MpscRing) ring).consumer();
        }

        @Override
        void recover(RingConsumer consumer) {
            ((MpscConsumer) consumer).recover();
        }

        @Override
        boolean isEmpty(RingConsumer consumer, Ring ring) {
            return ring.producerPosition() == consumer.position();
        }
    };

    /** Classes whose stores every ring runs into. */
    private static final Set<String> COMMON = Set.of("Ring", "RingProducer", "RingConsumer", "Party", "Parties",
            "Registration", "SharedMemory", "RegionHeader");

    private final RegionKind kind;
    private final int maxProducers;
    private final Set<String> types;

    Scenario(RegionKind kind, int maxProducers, Set<String> types) {
        this.kind = kind;
        this.maxProducers = maxProducers;
        this.types = types;
    }

    abstract Ring create(Path file, long capacity, int alignment) throws RegionException;

    abstract Ring attach(Path file) throws RegionException;

    abstract RingProducer producer(Ring ring);

    abstract RingConsumer consumer(Ring ring);

    /** Repairs at once what dead producers have left. */
    abstract void recover(RingConsumer consumer);

    /** Whether everything that the ring's positions tell of has been consumed, once no producer lives. */
    abstract boolean isEmpty(RingConsumer consumer, Ring ring);

    RegionKind kind() {
        return kind;
    }

    int maxProducers() {
        return maxProducers;
    }

    /** Stores that only a consumer runs into, or only a producer, or none of them, once the ring is made; the others everybody may. */
    static boolean concerns(boolean consumer, Site site) {
        return switch (site.type()) {
            case "SpscConsumer", "MpscConsumer", "RingConsumer", "ClaimRecovery" -> consumer;
            case "SpscProducer", "MpscProducer", "RingProducer" -> !consumer;
            case "SharedMemory", "RegionHeader" -> false;
            default -> true;
        };
    }

    /** Whether a store belongs to this kind of ring, or to what all rings share. */
    boolean covers(Site site) {
        return site.id() == Site.APPLICATION || COMMON.contains(site.type()) || types.contains(site.type());
    }
}
