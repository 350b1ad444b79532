package io.sidecore.affinity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel tells about a thread of this process in /proc: a second way to the same facts, without JNA. */
final class ThreadStatus {
    private ThreadStatus() {}

    static CpuSet allowed(int tid) throws IOException {
        return CpuSet.parse(field(Path.of("/proc/self/task/" + tid + "/status"), "Cpus_allowed_list"));
    }

    static int tid() throws IOException {
        return Integer.parseInt(field(Path.of("/proc/thread-self/status"), "Pid"));
    }

    private static String field(Path status, String name) throws IOException {
        String start = name + ":";
        return Files.readAllLines(status).stream().filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst().orElseThrow();
    }
}
