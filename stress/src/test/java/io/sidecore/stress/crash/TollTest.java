package io.sidecore.stress.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.stress.failpoint.Doom;
import io.sidecore.stress.failpoint.Site;
import java.util.List;
import org.junit.jupiter.api.Test;

class TollTest {
    private final Toll toll = new Toll(List.of(new Site(0, "application", "payload", 0, "its own", true),
            new Site(1, "LatestValueWriter", "claim", 68, "putLongRelease", true),
            new Site(2, "LatestValueWriter", "claim", 70, "getLong", false),
            new Site(3, "Party", "tryRegister", 164, "compareAndSetLong", true),
            new Site(4, "RegionHeader", "write", 85, "putLong", true)));

    @Test
    void coverageCountsEachStoreForEachStructureThatRunsIntoItAndNamesTheOthers() {
        toll.of(Scenario.LATEST).add(1, Doom.Phase.AFTER, 2);
        toll.of(Scenario.LATEST).add(0, Doom.Phase.BEFORE, 1);
        toll.of(Scenario.BROADCAST).add(3, Doom.Phase.BEFORE, 1);
        assertThat(toll.coverage(List.of(Scenario.BROADCAST, Scenario.LATEST)))
                .startsWith("Real deaths struck 3 of 5 stores")
                .contains("not in broadcast: application.payload:0\n", "not in latest: Party.tryRegister:164\n")
                .doesNotContain("RegionHeader");
    }

    @Test
    void coverageOfAllStoresNamesNone() {
        for (int site : new int[]{0, 1, 3}) {
            toll.of(Scenario.LATEST).add(site, Doom.Phase.BEFORE, 1);
        }
        assertThat(toll.coverage(List.of(Scenario.LATEST))).startsWith("Real deaths struck 3 of 3 stores")
                .doesNotContain("not in");
    }
}
