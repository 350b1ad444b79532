package io.sidecore.bench.rings.roundtrip;

import io.sidecore.bench.rig.Contender;
import io.sidecore.memory.access.OffHeap;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Two lines, 256 bytes apart, each with one number that one side writes: the least that any pair of rings can take. */
public final class BareLines implements Contender {
    private static final int BACK = 256;
    private static final int LENGTH = 512;

    private final long there;
    private final long back;
    /** Numbers go on over the slices, since a line keeps the last one. Each side has its own count, and writes it once a slice. */
    private long sent;
    private long echoed;

    /** Over memory of this process. */
    public BareLines() {
        this(Arena.global().allocate(LENGTH, 256).address());
    }

    private BareLines(long address) {
        there = address;
        back = address + BACK;
    }

    static BareLines mapped(Path folder, boolean create) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve("lines"), StandardOpenOption.CREATE,
                StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new BareLines(channel.map(FileChannel.MapMode.READ_WRITE, 0, 4096, Arena.global()).address());
        }
    }

    @Override
    public void lead(int leader, long count) {
        long in = back;
        long out = there;
        long end = sent + count;
        for (long value = sent + 1; value <= end; value++) {
            // Pairs with the follower's acquire, and its release with the acquire below.
            OffHeap.putLongRelease(out, value);
            long seen;
            do {
                seen = OffHeap.getLongAcquire(in);
            } while (seen == value - 1);
            if (seen != value) {
                throw new IllegalStateException(seen + " came back for " + value);
            }
        }
        sent = end;
    }

    @Override
    public void follow(long count) {
        long in = there;
        long out = back;
        long end = echoed + count;
        for (long last = echoed; last < end;) {
            long seen = OffHeap.getLongAcquire(in);
            if (seen != last) {
                last = seen;
                OffHeap.putLongRelease(out, seen);
            }
        }
        echoed = end;
    }
}
