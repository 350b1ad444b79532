package io.sidecore.syscall;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel's scheduler says of a thread of this process: the state in {@code /proc/self/task/tid/stat}, see proc(5). */
final class ThreadState {
    private ThreadState() {}

    /** Whether it waits for something, interruptibly or not. True, too, if the kernel does not tell. */
    static boolean isBlocked(int tid) {
        try {
            String stat = Files.readString(Path.of("/proc/self/task/" + tid + "/stat"), StandardCharsets.ISO_8859_1);
            // The name before it may contain anything.
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'R';
        } catch (IOException e) {
            return true;
        }
    }
}
