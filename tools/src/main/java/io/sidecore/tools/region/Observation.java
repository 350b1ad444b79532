package io.sidecore.tools.region;

import io.sidecore.tools.region.kind.Measure;
import io.sidecore.tools.region.kind.OpenClaim;
import io.sidecore.tools.region.kind.Remark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** One file over time: the last two samples, and for how long what they show has not changed. */
final class Observation {
    private final Path file;
    private RegionSample previous;
    private RegionSample latest;
    private String error;
    private Steadiness steadiness = new Steadiness();

    Observation(Path file) {
        this.file = file;
    }

    /** Looks again. */
    void observe() {
        try {
            RegionSample sample = RegionSample.take(file);
            boolean same = latest != null && latest.created().equals(sample.created());
            previous = same ? latest : null;
            latest = sample;
            error = null;
        } catch (IOException e) {
            previous = null;
            latest = null;
            error = e.getMessage();
        }
        if (previous == null) {
            steadiness = new Steadiness();
        }
        if (latest != null) {
            steadiness.see(latest.numbers(), latest.nanos());
        }
    }

    Path file() {
        return file;
    }

    /** Why there is no sample, or null. */
    String error() {
        return error;
    }

    RegionSample latest() {
        return latest;
    }

    /** Seconds between the two samples; empty if there is only one of this region. */
    OptionalDouble seconds() {
        return previous == null
                ? OptionalDouble.empty()
                : OptionalDouble.of((latest.nanos() - previous.nanos()) / 1e9);
    }

    /** How much a measure has grown between the two samples, a second; empty if it was not in both. */
    OptionalDouble rate(Measure measure) {
        Long before = previous == null ? null : previous.numbers().get(measure.name());
        return before == null
                ? OptionalDouble.empty()
                : OptionalDouble.of((measure.value() - before) / seconds().orElseThrow());
    }

    /** For how many seconds a number of the latest sample has been seen not to change; 0 if it is seen for the first time. */
    double unchanged(String name) {
        return steadiness.seconds(name, latest.nanos());
    }

    /** For how many seconds a claim has been seen open; 0 if for the first time. */
    double secondsOpen(OpenClaim claim) {
        return unchanged(claim.watched());
    }

    /** What is to be remarked after as many looks as there were. */
    List<Remark> remarks() {
        return latest.view().remarks().stream()
                .filter(remark -> remark.unchanged().isEmpty() || unchanged(remark.unchanged()) > 0).toList();
    }
}
