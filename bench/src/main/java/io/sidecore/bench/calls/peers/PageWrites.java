package io.sidecore.bench.calls.peers;

import io.sidecore.affinity.CorePlan;
import io.sidecore.bench.calls.served.RecordFile;
import io.sidecore.bench.calls.served.Results;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.SyscallPage;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.openjdk.jmh.annotations.Benchmark;

/** A page that a spinning core executes. */
public class PageWrites extends Writes {
    private static final IdleStrategy SPIN = BusySpinIdleStrategy.INSTANCE;

    private final Results results = new Results(RecordFile.LENGTH);
    private CoreEngine engine;
    private SyscallPage page;

    @Override
    protected void open() {
        engine = CoreEngine.start(CorePlan.automatic().syscall().id(), SPIN);
        page = engine.register();
    }

    @Override
    protected void close() {
        while (page.inFlight() > 0) {
            page.await(results, SPIN);
        }
        page.close();
        engine.close();
    }

    /** {@return bytes written, each call waited for} */
    @Benchmark
    public long oneByOne() {
        return checked(page.await(file().write(page), SPIN));
    }

    /** {@return a token; sixteen calls are in flight, and one that is done is taken for each that is submitted} */
    @Benchmark
    public long pipelined() {
        while (page.inFlight() >= IN_FLIGHT) {
            page.poll(results, IN_FLIGHT);
        }
        return file().write(page);
    }
}
