package io.sidecore.stress.crash.page;

import io.sidecore.stress.crash.trial.LifeSigns;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SystemCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The files and books that processes with pages leave to each other, as their parent sees them. One thread. */
public final class PageChain implements AutoCloseable {
    private final Path folder;
    private final long salt;
    private final DirectCalls direct = new DirectCalls();
    private final List<Member> members = new ArrayList<>();

    private record Member(CallerFiles files, int fifo, MemorySegment book, ByteArrayOutputStream left) {}

    /**
     * Makes the files.
     *
     * @param folder  that exists
     * @param callers of each process
     * @param lives   processes, one after the other
     * @param salt    of the records
     * @throws IOException if they cannot be made
     */
    public PageChain(Path folder, int callers, int lives, long salt) throws IOException {
        this.folder = folder;
        this.salt = salt;
        makeFifos(callers);
        for (int caller = 0; caller < callers; caller++) {
            CallerFiles files = new CallerFiles(folder, caller);
            try (RandomAccessFile made = new RandomAccessFile(files.book().toFile(), "rw")) {
                made.setLength(PageBook.bytes(lives * Caller.MOST_CALLS));
            }
            for (Path file : List.of(files.placed(), files.appended(), files.ordered())) {
                Files.createFile(file);
            }
            // Open as long as the chain lasts: what is in it outlives those who have written it.
            long fifo = direct.openat(SystemCalls.AT_FDCWD, files.fifo().toString(),
                    SystemCalls.O_RDWR | SystemCalls.O_NONBLOCK, 0);
            if (fifo < 0) {
                throw new IOException("openat of " + files.fifo() + ": " + Errno.describe(fifo));
            }
            members.add(new Member(files, (int) fifo, PageLife.map(files.book(), Arena.ofAuto()),
                    new ByteArrayOutputStream()));
        }
    }

    private void makeFifos(int callers) throws IOException {
        List<String> command = new ArrayList<>(List.of("mkfifo"));
        for (int caller = 0; caller < callers; caller++) {
            command.add(new CallerFiles(folder, caller).fifo().toString());
        }
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException("mkfifo has failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** {@return for each caller, how far its present life is} */
    public List<LifeSigns> signs() {
        return members.stream().map(member -> new PageBook(member.book).signs()).toList();
    }

    /** {@return the books, for whoever looks whether anybody gets on} */
    public List<MemorySegment> books() {
        return members.stream().map(Member::book).toList();
    }

    /** {@return the first call of each caller whose result was not seen, in words} */
    public String open() {
        return members.stream().flatMap(member -> new PageBook(member.book).open().map(open -> "caller "
                + member.files.caller() + ": " + open).stream()).collect(Collectors.joining("; "));
    }

    /** {@return calls of all lives whose results were seen} */
    public long results() {
        return count(PageBook.REAPED);
    }

    /** {@return calls of all lives that found the page full} */
    public long refused() {
        return count(PageBook.REFUSED);
    }

    private long count(int state) {
        return members.stream().mapToLong(member -> new PageBook(member.book).count(state)).sum();
    }

    /**
     * {@return whether a caller has seen a result in a life}
     *
     * @param caller its number
     * @param life   of its process
     */
    public boolean hasResult(int caller, int life) {
        return new PageBook(members.get(caller).book).hasResult(life);
    }

    /**
     * Compares what was left with the books. No process lives.
     *
     * @param finished                                       whether all calls of the last life were waited for
     * @throws IOException                                   if a file cannot be read
     * @throws io.sidecore.stress.crash.trial.Violation if a promise is broken
     */
    public void check(boolean finished) throws IOException {
        for (Member member : members) {
            drain(member);
            PageOracle oracle = new PageOracle(new PageBook(member.book), member.files.caller(), salt);
            if (finished) {
                oracle.checkFinished();
            }
            oracle.check(
                    content(member.files.placed()), content(member.files.appended()), content(member.files.ordered()),
                    MemorySegment.ofArray(member.left.toByteArray()));
        }
    }

    private static MemorySegment content(Path file) throws IOException {
        return MemorySegment.ofArray(Files.readAllBytes(file));
    }

    private void drain(Member member) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(1 << 16);
            long length;
            while ((length = direct.read(member.fifo, buffer, 0, buffer.byteSize())) > 0) {
                member.left.write(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
            }
            if (length != -Errno.EAGAIN) {
                throw new IOException("read of " + member.files.fifo() + ": " + length);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Member member : members) {
            direct.close(member.fifo);
            member.files.delete();
        }
        Files.deleteIfExists(folder);
    }
}
