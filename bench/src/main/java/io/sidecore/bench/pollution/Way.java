package io.sidecore.bench.pollution;

import io.sidecore.bench.rig.Contender;
import java.util.function.IntFunction;

/** How the user's code calls the kernel. */
enum Way {
    /** Not at all. */
    NONE("no call"),
    /** On its own core. */
    DIRECT("direct"),
    /** Through a page. */
    OFF_LOADED("off-loaded");

    private final String text;

    Way(String text) {
        this.text = text;
    }

    /** {@return the entrant's name} */
    String entrant(int interval) {
        return text + ", every " + Figure3.text(interval);
    }

    Contender open(UserWork work, int interval) {
        IntFunction<Contender> open = switch (this) {
            case NONE -> each -> new UserAlone(work, each);
            case DIRECT -> each -> new DirectlyCalling(work, each);
            case OFF_LOADED -> each -> new OffLoading(work, each);
        };
        return open.apply(interval);
    }

    @Override
    public String toString() {
        return text;
    }
}
