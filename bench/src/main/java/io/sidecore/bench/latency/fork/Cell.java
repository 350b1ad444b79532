package io.sidecore.bench.latency.fork;

import io.sidecore.bench.latency.load.Window;
import io.sidecore.bench.latency.result.Curve;
import io.sidecore.bench.latency.result.ForkLatency;
import io.sidecore.bench.latency.result.Hiccups;
import io.sidecore.bench.latency.result.Sending;
import org.HdrHistogram.Histogram;

/** What a fork adds up of one contender at one rate, besides its histograms. */
final class Cell {
    private static final double QUOTED_GAP = 99.9;

    private long asked;
    private long sent;
    private long late;
    private long lateness;
    private long sending;
    private long looked;
    private long allocated;
    private long gaps;
    private long lost;
    private long longest;
    private long waited;
    private long stolen;
    private boolean settled;
    private int warmUps;

    void warmedUp(boolean hasSettled, int windows) {
        settled = hasSettled;
        warmUps = windows;
    }

    void add(Window window, long allocatedBytes, long waitedNanos, long stolenTicks) {
        asked += window.asked();
        sent += window.sent();
        late += window.late();
        lateness += window.latenessNanos();
        sending += window.sendingNanos();
        looked += window.lookedNanos();
        allocated += allocatedBytes;
        gaps += window.gaps().count();
        lost += window.gaps().lostNanos();
        longest = Math.max(longest, window.gaps().longest());
        waited += waitedNanos;
        stolen += stolenTicks;
    }

    void put(Facts facts, String key) {
        facts.put(key + ".asked", asked);
        facts.put(key + ".sent", sent);
        facts.put(key + ".late", late);
        facts.put(key + ".lateness", lateness);
        facts.put(key + ".sending", sending);
        facts.put(key + ".looked", looked);
        facts.put(key + ".allocated", allocated);
        facts.put(key + ".gaps", gaps);
        facts.put(key + ".lost", lost);
        facts.put(key + ".longest", longest);
        facts.put(key + ".waited", waited);
        facts.put(key + ".stolen", stolen);
        facts.put(key + ".settled", settled ? 1 : 0);
        facts.put(key + ".warmups", warmUps);
    }

    /** What the fork has told under the key, with its histograms. */
    static ForkLatency read(Facts facts, String key, long rate, Histogram latency, Histogram service,
            Histogram gapped) {
        long sent = facts.number(key + ".sent");
        Sending sending = new Sending(rate, facts.number(key + ".asked"), sent, facts.number(key + ".late"),
                facts.number(key + ".lateness"), facts.number(key + ".sending"));
        Hiccups hiccups = new Hiccups(facts.number(key + ".gaps"),
                100.0 * facts.number(key + ".lost") / facts.number(key + ".looked"),
                gapped.getValueAtPercentile(QUOTED_GAP), facts.number(key + ".longest"), facts.number(key + ".waited"),
                facts.number(key + ".stolen"));
        return new ForkLatency(sending, facts.number(key + ".settled") == 1, (int) facts.number(key + ".warmups"),
                (double) facts.number(key + ".allocated") / Math.max(1, sent), Curve.of(latency), Curve.of(service),
                hiccups);
    }
}
