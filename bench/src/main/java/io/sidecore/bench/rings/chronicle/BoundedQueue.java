package io.sidecore.bench.rings.chronicle;

import io.sidecore.bench.rings.message.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.openhft.chronicle.core.time.SetTimeProvider;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * A {@link SingleChronicleQueue} with its defaults, but for its clock. It keeps every message in a file until the day is over; here a day is
 * over after some MiB, and then the files of the days before are removed.
 */
public final class BoundedQueue implements AutoCloseable {
    /** What its makers ask for on JDK 17 and later; no thread that watches the disk, no complaint that nothing logs. */
    public static final List<String> FLAGS = List.of("--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED", "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
            "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
            "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED", "-Dchronicle.disk.monitor.disable=true",
            "-Dslf4j.internal.verbosity=ERROR");

    private static final long DAY_BYTES = 8 << 20;
    /** Yesterday, today, and a slice or two: a container's /dev/shm has 64 MiB. */
    private static final long NEEDED_BYTES = 48 << 20;
    private static final String SUFFIX = ".cq4";

    private final Path folder;
    private final SetTimeProvider clock = new SetTimeProvider(TimeUnit.DAYS.toNanos(1));
    private final SingleChronicleQueue queue;
    private long bytesToday;

    /**
     * Creates the queue, and finds out in another one whether a message gets through.
     *
     * @param folder where to; created if it does not exist
     * @throws IOException           if the folder cannot be written
     * @throws IllegalStateException if there is too little room, or the message was lost; the queue's own errors besides
     */
    public BoundedQueue(Path folder) throws IOException {
        Files.createDirectories(folder);
        long room = Files.getFileStore(folder).getUsableSpace();
        if (room < NEEDED_BYTES) {
            throw new IllegalStateException(
                    folder + " has room for " + (room >> 20) + " MiB, and " + (NEEDED_BYTES >> 20) + " are needed");
        }
        try (SingleChronicleQueue trial = open(folder.resolve("trial"));
                ExcerptAppender appender = trial.createAppender();
                ExcerptTailer tailer = trial.createTailer()) {
            try (DocumentContext document = appender.writingDocument()) {
                Payload.write(document.wire().bytes(), 1);
            }
            try (DocumentContext document = tailer.readingDocument()) {
                if (!document.isPresent() || Payload.read(document.wire().bytes()) != Payload.sum(1)) {
                    throw new IllegalStateException("a message was lost");
                }
            }
        }
        this.folder = folder;
        this.queue = open(folder);
    }

    private SingleChronicleQueue open(Path path) {
        return SingleChronicleQueueBuilder.binary(path.toFile()).timeProvider(clock).build();
    }

    /** {@return a writing side, for the calling thread only} */
    public ExcerptAppender appender() {
        return queue.createAppender();
    }

    /** {@return a reading side, from the first message that is there, for the calling thread only} */
    public ExcerptTailer tailer() {
        return queue.createTailer();
    }

    /**
     * Begins a new day with the next message if today's file is long. Nobody may be writing or reading, and all that was written must have been read.
     *
     * @param messages written since the last call
     */
    public void makeRoom(long messages) {
        bytesToday += messages * Payload.BYTES;
        if (bytesToday >= DAY_BYTES) {
            bytesToday = 0;
            removeOldDays();
            clock.advanceMillis(TimeUnit.DAYS.toMillis(1));
        }
    }

    /** All but today's, in which the readers will find that the day is over. */
    private void removeOldDays() {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> days = files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
            for (Path day : days.subList(0, days.size() - 1)) {
                Files.delete(day);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}
