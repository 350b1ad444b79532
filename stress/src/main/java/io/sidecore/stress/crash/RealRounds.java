package io.sidecore.stress.crash;

import io.sidecore.stress.failpoint.Deaths;
import java.io.PrintWriter;
import java.util.List;

final class RealRounds {
    private final Deaths deaths;
    RealRounds(Workers workers, List<Scenario> scenarios, long seed, PrintWriter out) {
        deaths = new Deaths(workers.sites());
    }
    int run(long count, long millis) {
        return 0;
    }
    long rounds() {
        return 0;
    }
    long kills() {
        return 0;
    }
    Deaths deaths() {
        return deaths;
    }
}
