package io.sidecore.bench.latency.load;

/** The other side of one transport. */
interface Echo {
    /** Sends back what comes until told to stop; {@code sequence} is the command's. Spins. */
    void run(long sequence);
}
