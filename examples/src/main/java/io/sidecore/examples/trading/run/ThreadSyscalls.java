package io.sidecore.examples.trading.run;

import io.sidecore.tools.perf.PerfEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Counts the system calls of the calling thread, as the kernel sees them: a performance counter on the tracepoint
 * {@code raw_syscalls:sys_enter} ({@code perf_event_open(2)}). Where that is not permitted, the context switches of
 * {@code /proc} stand in, which miss calls that do not block.
 */
final class ThreadSyscalls implements AutoCloseable {
    private static final List<Path> TRACEPOINT_IDS = List.of(
            Path.of("/sys/kernel/tracing/events/raw_syscalls/sys_enter/id"),
            Path.of("/sys/kernel/debug/tracing/events/raw_syscalls/sys_enter/id"));

    /** Null where there is no tracepoint. */
    private final PerfEvent event;
    private final String source;
    private final long start;

    private ThreadSyscalls(long tracepoint) {
        this.event = tracepoint < 0 ? null : PerfEvent.everywhere(PerfEvent.TYPE_TRACEPOINT, tracepoint);
        this.source = isTraced()
                ? "kernel tracepoint raw_syscalls:sys_enter"
                : "voluntary context switches in /proc (a lower bound: the tracepoint is not available)";
        this.start = read();
    }

    /** Starts counting for the calling thread. {@code tracepoint} as {@link #tracepoint()} has found it. */
    static ThreadSyscalls ofCurrentThread(long tracepoint) {
        return new ThreadSyscalls(tracepoint);
    }

    /** Looks up the tracepoint's number, in a private mount of tracefs if the system has none; −1 if there is no way. */
    static long tracepoint() {
        for (Path file : TRACEPOINT_IDS) {
            OptionalLong id = number(() -> Files.readString(file));
            if (id.isPresent()) {
                return id.getAsLong();
            }
        }
        return number(ThreadSyscalls::readInPrivateMount).orElse(-1);
    }

    private static String readInPrivateMount() throws IOException {
        String script = "mount -t tracefs none /sys/kernel/tracing && cat " + TRACEPOINT_IDS.getFirst();
        Process child = new ProcessBuilder("unshare", "--mount", "sh", "-c", script)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (var output = child.getInputStream()) {
            return new String(output.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        }
    }

    private static OptionalLong number(Source source) {
        try {
            return OptionalLong.of(Long.parseLong(source.read().strip()));
        } catch (IOException | NumberFormatException unavailable) {
            return OptionalLong.empty();
        }
    }

    private boolean isTraced() {
        return event != null && event.isOpen();
    }

    private long read() {
        if (isTraced()) {
            return event.read();
        }
        try {
            return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                    .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                    .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip())).findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Calls since the start, this reading not counted; on the thread that is counted. */
    long count() {
        return read() - start - (isTraced() ? 1 : 0);
    }

    String source() {
        return source;
    }

    @Override
    public void close() {
        if (event != null) {
            event.close();
        }
    }

    /** Text that may not be there. */
    private interface Source {
        String read() throws IOException;
    }
}
