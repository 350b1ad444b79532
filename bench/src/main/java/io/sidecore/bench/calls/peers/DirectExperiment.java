package io.sidecore.bench.calls.peers;

import io.sidecore.bench.calls.served.RecordFile;
import io.sidecore.bench.jmh.JmhEntrant;
import io.sidecore.bench.jmh.JmhExperiment;
import java.util.List;

/** A small write, by all ways into the kernel. */
public final class DirectExperiment implements JmhExperiment {
    /** Anybody may make one. */
    public DirectExperiment() {}

    @Override
    public String name() {
        return "direct";
    }

    @Override
    public String title() {
        return "Time per " + RecordFile.LENGTH + "-byte pwrite to the page cache, by way into the kernel";
    }

    @Override
    public List<JmhEntrant> entrants() {
        return List.of(new JmhEntrant("FFM", NativeWrites.class, "ffm").withoutAllocation(),
                new JmhEntrant("JNA, direct mapping", NativeWrites.class, "jna"),
                new JmhEntrant("FileChannel", JdkWrites.class, "fileChannel"),
                new JmhEntrant("AsynchronousFileChannel, future", JdkWrites.class, "asynchronousFileChannel"),
                new JmhEntrant("AsynchronousFileChannel, " + Writes.IN_FLIGHT + " in flight", JdkWrites.class,
                        "asynchronouslyPipelined"),
                new JmhEntrant("RandomAccessFile, seek + write", JdkWrites.class, "randomAccessFile"),
                new JmhEntrant("page, one by one", PageWrites.class, "oneByOne").withoutAllocation(),
                new JmhEntrant("page, " + Writes.IN_FLIGHT + " in flight", PageWrites.class, "pipelined")
                        .withoutAllocation(),
                new JmhEntrant(Writes.IN_FLIGHT + " virtual threads, FileChannel", VirtualThreadWrites.class,
                        "fileChannel"),
                new JmhEntrant("io_uring by Netty, one by one", IoUringWrites.class, "oneByOne").ifItRuns(),
                new JmhEntrant("io_uring by Netty, " + Writes.IN_FLIGHT + " in flight", IoUringWrites.class,
                        "pipelined").ifItRuns());
    }

    @Override
    public String remark() {
        return "The page and its peers with threads of their own keep two CPUs busy, the direct ways one. Virtual threads run on all.";
    }
}
