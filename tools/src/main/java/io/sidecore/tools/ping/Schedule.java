package io.sidecore.tools.ping;

/**
 * How many messages, how large, and when.
 *
 * @param count     messages to measure
 * @param warmUp    messages before them, one after the other, not measured
 * @param size      bytes of payload
 * @param rate      messages a second; 0: each as soon as the one before is back
 * @param timeoutNs silence after which to give up
 */
record Schedule(int count, int warmUp, int size, double rate, long timeoutNs) {
    boolean isFlood() {
        return rate == 0;
    }
}
