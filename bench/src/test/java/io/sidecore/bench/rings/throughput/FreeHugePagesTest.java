package io.sidecore.bench.rings.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FreeHugePagesTest {
    private static final long RING = 16 << 20;

    private static FreeHugePages of(int free, int reserved) {
        return FreeHugePages.of(List.of("HugePages_Total:      20", "HugePages_Free:       " + free,
                "HugePages_Rsvd:        " + reserved, "Hugepagesize:       2048 kB"));
    }

    @Test
    void pageForTheHeaderIsNeededToo() {
        assertThat(of(9, 0).suffice(RING)).isTrue();
        assertThat(of(8, 0).suffice(RING)).isFalse();
    }

    @Test
    void pagesThatWerePromisedAreNotFree() {
        assertThat(of(10, 2).suffice(RING)).isFalse();
        assertThat(of(10, 2).shortage(RING)).contains("needs 9 of 2048 kB", "8 are free");
    }

    @Test
    void kernelWithoutHugePagesHasNone() {
        FreeHugePages none = FreeHugePages.of(List.of("MemTotal: 1 kB"));
        assertThat(none.suffice(RING)).isFalse();
        assertThat(none.shortage(RING)).contains("this kernel has none");
    }
}
