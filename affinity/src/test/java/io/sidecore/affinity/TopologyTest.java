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

class TopologyTest {
    private static final String CPU = "devices/system/cpu/";

    @TempDir
    private Path sysfs;

    @Test
    void virtualMachineHasTwoCoresUnderOneCache() throws IOException {
        Topology topology = CapturedTree.topology("vm-2-cores", sysfs);
        Cpu second = topology.cpu(1);

        assertThat(topology).hasToString("Topology: CPUs online [0-1], 2 cores, last-level caches [0-1]");
        assertThat(second.core()).isEqualTo(1);
        assertThat(second.packageId()).isZero();
        assertThat(second.node()).isZero();
        assertThat(second.siblings()).hasToString("1");
        assertThat(second.online()).isTrue();
        assertThat(second.isolated()).isFalse();
        assertThat(second.nohzFull()).isFalse();
        assertThat(second.caches()).containsExactly(new Cache(1, Cache.Type.DATA, 32 << 10, CpuSet.of(1)),
                new Cache(1, Cache.Type.INSTRUCTION, 32 << 10, CpuSet.of(1)),
                new Cache(2, Cache.Type.UNIFIED, 1 << 20, CpuSet.of(1)),
                new Cache(3, Cache.Type.UNIFIED, 32 << 20, CpuSet.of(0, 1)));
    }

    @Test
    void sharedCacheIsListedOnce() throws IOException {
        assertThat(CapturedTree.topology("vm-2-cores", sysfs).caches()).hasSize(7)
                .filteredOn(cache -> cache.level() == 3).hasSize(1);
    }

    @Test
    void desktopHasPairsOfSiblings() throws IOException {
        Topology topology = CapturedTree.topology("desktop-8-cores-smt", sysfs);

        assertThat(topology).hasToString("Topology: CPUs online [0-15], 8 cores, last-level caches [0-15]");
        assertThat(topology.cpu(9).siblings()).hasToString("1,9");
        assertThat(topology.cpu(9).core()).isEqualTo(1);
        assertThat(topology.cpu(9).sharesCoreWith(topology.cpu(1))).isTrue();
        assertThat(topology.cpu(9).sharesCoreWith(topology.cpu(2))).isFalse();
    }

    @Test
    void nullPointerInNohzFullMeansNone() throws IOException {
        assertThat(CapturedTree.topology("desktop-8-cores-smt", sysfs).nohzFull()).isEqualTo(CpuSet.empty());
    }

    @Test
    void serverHasTwoPackagesNodesAndCacheDomains() throws IOException {
        Topology topology = CapturedTree.topology("server-2-sockets", sysfs);
        Cpu near = topology.cpu(3);
        Cpu far = topology.cpu(4);

        assertThat(topology)
                .hasToString("Topology: CPUs online [0-14], 8 cores, last-level caches [0-3,8-11] [4-7,12-14]");
        assertThat(near.packageId()).isZero();
        assertThat(near.node()).isZero();
        assertThat(far.packageId()).isOne();
        assertThat(far.node()).isOne();
        assertThat(near.sharesLastLevelWith(far)).isFalse();
        assertThat(far.sharesLastLevelWith(topology.cpu(12))).isTrue();
    }

    @Test
    void serverHasIsolatedAndTicklessCpus() throws IOException {
        Topology topology = CapturedTree.topology("server-2-sockets", sysfs);

        assertThat(topology.isolated()).hasToString("5-7,13-15");
        assertThat(topology.nohzFull()).hasToString("6-7,14-15");
        assertThat(topology.cpu(5).isolated()).isTrue();
        assertThat(topology.cpu(5).nohzFull()).isFalse();
    }

    @Test
    void offlineCpuIsAloneAndItsPlaceUnknown() throws IOException {
        Topology topology = CapturedTree.topology("server-2-sockets", sysfs);
        Cpu offline = topology.cpu(15);

        assertThat(topology.cpus()).hasSize(16);
        assertThat(offline.online()).isFalse();
        assertThat(offline.packageId()).isEqualTo(Cpu.UNKNOWN);
        assertThat(offline.node()).isEqualTo(Cpu.UNKNOWN);
        assertThat(offline.siblings()).hasToString("15");
        assertThat(offline.lastLevel()).hasToString("15");
        assertThat(topology.cpu(7).siblings()).as("sibling of the offline CPU").hasToString("7");
    }

    @Test
    void containerWithoutNodesHasNodeZeroAndCachesWithoutSize() throws IOException {
        Topology topology = CapturedTree.topology("container-2-chiplets", sysfs);

        assertThat(topology.cpu(10).node()).isZero();
        assertThat(topology.cpu(10).siblings()).as("by the older name of the file").hasToString("4,10");
        assertThat(topology.cpu(10).lastLevel()).hasToString("3-5,9-11");
        assertThat(topology.caches()).extracting(Cache::bytes).containsOnly(0L);
    }

    @Test
    void bareGuestHasOneCpuPerCoreAndAnAssumedCommonCache() throws IOException {
        Topology topology = CapturedTree.topology("bare-guest", sysfs);

        assertThat(topology).hasToString("Topology: CPUs online [0-3], 4 cores, last-level caches [0-3]");
        assertThat(topology.caches()).isEmpty();
    }

    @Test
    void cpusAreCountedByTheirFoldersIfNoListIsThere() throws IOException {
        CapturedTree.write(sysfs, CPU + "cpu2/topology/physical_package_id", "-1");
        CapturedTree.write(sysfs, CPU + "cpu10/topology/physical_package_id", "1");
        CapturedTree.write(sysfs, CPU + "cpufreq/boost", "1");
        Topology topology = Topology.read(sysfs);

        assertThat(topology.online()).hasToString("2,10");
        assertThat(topology.cpu(2).packageId()).isZero();
        assertThat(topology.cpu(2).lastLevel()).as("assumed to end with the package").hasToString("2");
    }

    @Test
    void instructionCacheIsNeverTheLastLevel() throws IOException {
        CapturedTree.unpack("bare-guest", sysfs);
        CapturedTree.write(sysfs, CPU + "cpu0/cache/index0/level", "1");
        CapturedTree.write(sysfs, CPU + "cpu0/cache/index0/shared_cpu_list", "0-1");
        CapturedTree.write(sysfs, CPU + "cpu0/cache/index1/level", "2");
        CapturedTree.write(sysfs, CPU + "cpu0/cache/index1/type", "Instruction");
        CapturedTree.write(sysfs, CPU + "cpu0/cache/index1/shared_cpu_list", "0");

        assertThat(Topology.read(sysfs).cpu(0).lastLevel()).hasToString("0-1");
    }

    @ParameterizedTest
    @CsvSource({"online, 0-x, 0-x", "cpu0/topology/physical_package_id, one, one",
            "cpu0/cache/index0/type, Quantum, QUANTUM",
            "cpu0/cache/index0/size, 32Q, 32Q"})
    void malformedFileIsNamed(String file, String content, String quoted) throws IOException {
        CapturedTree.write(sysfs, CPU + "present", "0");
        CapturedTree.write(sysfs, CPU + "cpu0/cache/index0/level", "1");
        CapturedTree.write(sysfs, CPU + file, content);

        assertThatThrownBy(() -> Topology.read(sysfs)).isInstanceOf(AffinityException.class).hasMessageContaining(file)
                .hasMessageContaining(quoted);
    }

    @Test
    void folderWithoutCpusIsRefused() {
        assertThatThrownBy(() -> Topology.read(sysfs)).isInstanceOf(AffinityException.class)
                .hasMessageContaining("No CPU is named under");
    }

    @Test
    void missingCpuIsRefusedWithThoseThatArePresent() throws IOException {
        Topology topology = CapturedTree.topology("vm-2-cores", sysfs);
        assertThatIllegalArgumentException().isThrownBy(() -> topology.cpu(2))
                .withMessage("There is no CPU 2; present: [0-1]");
    }

    @Test
    void thisMachineHasEveryCpuThisProcessMayUse() {
        assertThat(CpuSet.allowed().minus(Topology.system().online())).isEqualTo(CpuSet.empty());
    }
}
