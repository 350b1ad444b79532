package io.sidecore.bench.latency.meter;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/** What the JVM has spent on compiling. */
public final class Compiling {
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

    private Compiling() {}

    /** {@return milliseconds since the JVM began, all compiler threads together; 0 where it does not compile or does not count} */
    public static long millis() {
        return COMPILER != null && COMPILER.isCompilationTimeMonitoringSupported()
                ? COMPILER.getTotalCompilationTime()
                : 0;
    }
}
