package io.sidecore.bench.latency.load;

import java.util.ArrayDeque;
import java.util.Deque;

/** A transport without another side: what was sent is back with the next poll, unless a test stalls it. One thread. */
class Loopback implements Transport {
    final Deque<Long> inFlight = new ArrayDeque<>();
    private final int room;

    Loopback(int room) {
        this.room = room;
    }

    @Override
    public boolean offer(long number) {
        return inFlight.size() < room && inFlight.add(number);
    }

    @Override
    public long poll() {
        return inFlight.isEmpty() ? NONE : inFlight.remove();
    }

    @Override
    public void echo() {
        throw new IllegalStateException("there is no other side");
    }
}
