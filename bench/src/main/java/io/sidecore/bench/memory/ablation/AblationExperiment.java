package io.sidecore.bench.memory.ablation;

import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.bench.report.Interval;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.bench.rings.throughput.SpscOneByOne;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Function;

/** Where the time of a message goes that an SpscRing carries: from a bare line to the ring, each row with one ingredient more. */
public final class AblationExperiment implements RigExperiment {
    /** The floor: a number in a line of its own. */
    static final String BARE = "bare line, one way";
    /** The whole. */
    static final String RING = "SpscRing one by one";

    /** What is written by hand, by name, in the order of the table. */
    static final SequencedMap<String, Function<Lines, Step>> STEPS = new LinkedHashMap<>();

    static {
        STEPS.put(BARE, lines -> new Step(new NumberWriter(lines), new NumberReader(lines)));
        STEPS.put("+ header with length and type",
                lines -> new Step(new HeaderWriter(lines), new HeaderReader(lines)));
        STEPS.put("+ payload written and read",
                lines -> new Step(new PayloadWriter(lines), new PayloadReader(lines)));
        STEPS.put("+ room checked for each message",
                lines -> new Step(new RoomWriter(lines, false), new PayloadReader(lines)));
        STEPS.put("+ lines cleared by the consumer",
                lines -> new Step(new RoomWriter(lines, true), new ClearingReader(lines)));
        STEPS.put("+ consumer's position published by the batch of 64",
                lines -> new Step(new RoomWriter(lines, true), new BatchReader(lines)));
        STEPS.put("+ producer's position published by the KiB",
                lines -> new Step(new PublishingWriter(lines, false), new BatchReader(lines)));
        STEPS.put("+ lines ahead touched by the producer",
                lines -> new Step(new PublishingWriter(lines, true), new BatchReader(lines)));
        STEPS.put("+ handler with segment, offset and length",
                lines -> new Step(new PublishingWriter(lines, true), new HandlerReader(lines)));
        STEPS.put("+ claim and commit with their checks",
                lines -> new Step(new ClaimingWriter(lines), new HandlerReader(lines)));
        STEPS.put("+ poll with its checks",
                lines -> new Step(new ClaimingWriter(lines), new PollingReader(lines)));
    }

    private static final int LINE = 64;
    private static final double PERCENT = 100;

    /** For forks. */
    public AblationExperiment() {}

    @Override
    public String name() {
        return "ablation";
    }

    @Override
    public String title() {
        return "Time per message from a bare line to the SpscRing, " + Payload.bytes() + "-byte messages";
    }

    @Override
    public String remark() {
        return "Each row has all that the rows above it have, and one ingredient more. Up to \"room\", lines are given back 256 at a time.";
    }

    @Override
    public int unit() {
        return Lines.PER_QUARTER;
    }

    @Override
    public List<Entrant> entrants() {
        List<Entrant> entrants = new ArrayList<>();
        STEPS.forEach(
                (name, step) -> entrants.add(Entrant.of(name, () -> step.apply(new Lines())).withoutAllocation()));
        entrants.add(Entrant.of(RING, () -> new SpscOneByOne(LINE)).withoutAllocation());
        return entrants;
    }

    /** What each ingredient costs, by rounds, and how much of the ring's time they explain together. */
    @Override
    public List<String> notes(ExperimentResult result) {
        List<String> steps = List.copyOf(STEPS.keySet());
        List<String> lines = new ArrayList<>();
        double sum = result.nanos(BARE).median();
        lines.add(line(BARE, sum));
        for (int step = 1; step < steps.size(); step++) {
            double increment = result.excess(steps.get(step), List.of(steps.get(step - 1))).median();
            lines.add(line(steps.get(step), increment));
            sum += increment;
        }
        double ring = result.nanos(RING).median();
        lines.add(line("sum", sum));
        lines.add(line(RING, ring));
        ExperimentResult.Figure explained = result.ratio(steps.getLast(), RING);
        lines.add(String.format(Locale.ROOT,
                "All ingredients together take %.0f %% of the ring's time, %s over forks; 85 to 115 %% is aimed at.",
                PERCENT * explained.median(), percent(explained.interval())));
        return lines;
    }

    private static String percent(Interval interval) {
        return String.format(Locale.ROOT, "%.0f to %.0f %%", PERCENT * interval.low(), PERCENT * interval.high());
    }

    private static String line(String name, double nanos) {
        return String.format(Locale.ROOT, "%-50s %+8.2f ns", name, nanos);
    }
}
