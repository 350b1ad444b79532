package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.memory.PageSize;
import io.sidecore.ring.SpscRing;
import java.util.ArrayList;
import java.util.List;

/** One producer and one consumer of an SpscRing whose records, pages and length differ from the default, one at a time. */
public final class LayoutRig implements RigExperiment {
    private static final int LINE = 64;
    private static final int SMALL = 1 << 16;
    private static final int MIDDLE = 1 << 20;
    private static final int LARGE = 1 << 24;

    /** For forks. */
    public LayoutRig() {}

    @Override
    public String name() {
        return "layout";
    }

    @Override
    public String title() {
        return "Time per message by layout of an SpscRing, one by one, " + Payload.bytes() + "-byte messages";
    }

    @Override
    public List<Entrant> entrants() {
        List<Entrant> entrants = new ArrayList<>(List.of(entrant("alignment 64, 64 KiB, base pages", SMALL, LINE),
                entrant("alignment 8", SMALL, 8), entrant("alignment 128", SMALL, 2 * LINE),
                entrant("1 MiB", MIDDLE, LINE), entrant("16 MiB", LARGE, LINE)));
        if (FreeHugePages.now().suffice(LARGE)) {
            entrants.add(new Entrant("16 MiB, huge pages",
                    (folder, create) -> new SpscOneByOne(SpscRing.anonymous(LARGE, LINE, PageSize.HUGE)))
                    .withoutAllocation());
        }
        return entrants;
    }

    private static Entrant entrant(String name, int capacity, int alignment) {
        return Entrant.of(name, () -> new SpscOneByOne(SpscRing.anonymous(capacity, alignment))).withoutAllocation();
    }

    @Override
    public List<Target> targets() {
        return List.of();
    }

    @Override
    public String remark() {
        FreeHugePages free = FreeHugePages.now();
        return "Rows name what differs from the first." + (free.suffice(LARGE) ? "" : " " + free.shortage(LARGE));
    }
}
