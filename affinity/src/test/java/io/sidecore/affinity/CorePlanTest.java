package io.sidecore.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorePlanTest {
    @TempDir
    private Path sysfs;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            // Two cores leave no choice but which of them is not CPU 0.
            "vm-2-cores|0-1|1|0|LAST_LEVEL_CACHE",
            // CPU 0 and its sibling 8 are left alone.
            "desktop-8-cores-smt|0-15|1|2|LAST_LEVEL_CACHE", "desktop-8-cores-smt|0,8,9,12|9|12|LAST_LEVEL_CACHE",
            // With no other core, siblings; with only the first core's and one more, a core of its own.
            "desktop-8-cores-smt|3,11|3|11|ONE_CORE", "desktop-8-cores-smt|0,3,11|3|0|LAST_LEVEL_CACHE",
            "desktop-8-cores-smt|5|5|5|ONE_CPU",
            // Isolated and without tick first; isolated beats the rest for the system calls too.
            "server-2-sockets|0-15|6|7|LAST_LEVEL_CACHE", "server-2-sockets|0-5|5|4|LAST_LEVEL_CACHE",
            // An isolated CPU is worth a partner that is not isolated.
            "server-2-sockets|0-4,6|6|4|LAST_LEVEL_CACHE",
            // A sibling is near, but another socket is better than half a core.
            "server-2-sockets|1,6,14|6|1|NO_CACHE", "server-2-sockets|6,14|6|14|ONE_CORE",
            "server-2-sockets|6,15|6|6|ONE_CPU",
            // A cpuset with gaps: 3 and 10 share a chiplet; 2 and 6 do as well, but 6 is on CPU 0's core.
            "container-2-chiplets|2-3,6,10-11|3|10|LAST_LEVEL_CACHE",
            "container-2-chiplets|2,6,10|2|6|LAST_LEVEL_CACHE",
            "container-2-chiplets|2,10|2|10|NO_CACHE", "bare-guest|0-3|1|2|LAST_LEVEL_CACHE"})
    void bestPairIsChosen(String machine, String allowed, int application, int syscall, CorePlan.Sharing sharing)
            throws IOException {
        CorePlan plan = CorePlan.choose(CapturedTree.topology(machine, sysfs), CpuSet.parse(allowed));

        assertThat(plan.application().id()).as("application").isEqualTo(application);
        assertThat(plan.syscall().id()).as("system calls").isEqualTo(syscall);
        assertThat(plan.sharing()).isEqualTo(sharing);
    }

    @Test
    void goodPlanIsDescribed() throws IOException {
        CorePlan plan = CorePlan.choose(CapturedTree.topology("server-2-sockets", sysfs), CpuSet.parse("0-15"));
        assertThat(plan.describe()).isEqualTo(
                """
                        application:  CPU 6 (core 6, package 1, NUMA node 1), isolated and without tick; keep its SMT sibling [14] idle
                        system calls: CPU 7 (core 7, package 1, NUMA node 1), isolated and without tick; another core under the same \
                        last-level cache
                        reason:       CPU 6 is the quietest of the allowed CPUs [0-15], and CPU 7 is next to it under the same last-level cache""");
    }

    @Test
    void fallbackToAnotherCacheIsDescribed() throws IOException {
        CorePlan plan = CorePlan.choose(CapturedTree.topology("container-2-chiplets", sysfs), CpuSet.parse("2,10"));
        assertThat(plan.describe()).contains("crosses chiplets or sockets",
                "none of the allowed CPUs [2,10] is isolated, and no allowed CPU is on another core under the same last-level cache");
    }

    @Test
    void siblingsAreDescribedAsWorse() throws IOException {
        CorePlan plan = CorePlan.choose(CapturedTree.topology("desktop-8-cores-smt", sysfs), CpuSet.parse("0,8"));
        assertThat(plan.describe())
                .contains("on the core of CPU 0", "an SMT sibling of the application's CPU, which is worse",
                        "and all of them are one core")
                .doesNotContain("idle");
    }

    @Test
    void singleCpuIsDescribedAsAReasonForDirectEngine() throws IOException {
        CorePlan plan = CorePlan.choose(CapturedTree.topology("vm-2-cores", sysfs), CpuSet.of(1));
        assertThat(plan.describe()).contains("the application's own CPU: nothing can overlap here, so run DirectEngine",
                "only one CPU is allowed: [1]");
    }

    @Test
    void assumedCacheIsDescribedAsAssumed() throws IOException {
        Topology topology = CapturedTree.topology("bare-guest", sysfs);
        assertThat(CorePlan.choose(topology, topology.online()).describe())
                .contains("(assumed: the system shows no caches)");
    }

    @Test
    void noCpuToChooseFromIsRefused() throws IOException {
        Topology topology = CapturedTree.topology("vm-2-cores", sysfs);
        assertThatThrownBy(() -> CorePlan.choose(topology, CpuSet.parse("4-7"))).isInstanceOf(AffinityException.class)
                .hasMessage("No CPU to plan with: allowed [4-7], online [0-1]");
    }

    @Test
    void explicitChoiceIsTakenEvenIfItIsABadOne() throws IOException {
        CorePlan plan = CorePlan.of(CapturedTree.topology("desktop-8-cores-smt", sysfs), CpuSet.parse("0-15"), 0, 8);
        assertThat(plan.sharing()).isEqualTo(CorePlan.Sharing.ONE_CORE);
        assertThat(plan.reason()).isEqualTo("chosen by the caller from the allowed CPUs [0-15]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"16|6|CPU 16 does not exist, so it cannot be the application CPU",
            "6|15|CPU 15 is offline, so it cannot be the system call CPU",
            "2|6|CPU 2 is not allowed, so it cannot be the application CPU"})
    void explicitChoiceThatCannotWorkIsRefusedWithTheAllowedSet(int application, int syscall, String message)
            throws IOException {
        Topology topology = CapturedTree.topology("server-2-sockets", sysfs);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CorePlan.of(topology, CpuSet.parse("4-7,15"), application, syscall))
                .withMessage(message + "; allowed: [4-7,15], online: [0-14]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0-4|0-7|5-7|0-7", "0-3|0-7|5-7|0-3", "0-7|0-7|''|0-7", "5-6|0-7|5-7|5-6"})
    void isolatedCpusAreTakenInUnlessSomebodyRestrictedTheProcess(String allowed, String grantable, String isolated,
            String expected) {
        assertThat(CorePlan.startingSet(CpuSet.parse(allowed), CpuSet.parse(grantable), CpuSet.parse(isolated)))
                .hasToString(expected);
    }

    @Test
    void automaticPlanCanBePinnedTo() {
        CorePlan plan = CorePlan.automatic();
        try (PinnedThread pin = PinnedThread.to(plan.application().id())) {
            assertThat(CurrentThread.cpu()).isEqualTo(pin.cpu());
        }
        try (PinnedThread pin = PinnedThread.to(plan.syscall().id())) {
            assertThat(CurrentThread.cpu()).isEqualTo(pin.cpu());
        }
    }
}
