package io.sidecore.ring;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Another process that attaches to a ring and does one thing, for tests between processes. */
final class RingPeer implements AutoCloseable {
    /** What the peer does. */
    enum Role {
        /** Sends the numbers from 0 to the count, waiting for room. */
        SEND,
        /** Receives so many, waiting for them, and prints their sum. */
        RECEIVE,
        /** Opens the consuming side and waits for a message that does not come. */
        WAIT_FOR_MESSAGE,
        /** Opens a producing side and holds it open until killed. */
        PRODUCE,
        /** Opens a producing side, leaves a claim open, and waits until killed. */
        CLAIM,
        /** Polls one message and is within the handler until killed. */
        HANDLE
    }

    private final Process process;
    private final BufferedReader output;

    RingPeer(Role role, RingKind kind, Path path, long count) throws IOException {
        process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), RingPeer.class.getName(), role.name(), kind.name(),
                path.toString(), Long.toString(count)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    long pid() {
        return process.pid();
    }

    /** The next line that it prints; null if it has ended. */
    String readLine() throws IOException {
        return output.readLine();
    }

    /** kill -9, and the end of the process. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the other process does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        RingKind kind = RingKind.valueOf(args[1]);
        Ring ring = kind.attach(Path.of(args[2]));
        long count = Long.parseLong(args[3]);
        switch (Role.valueOf(args[0])) {
            case SEND -> RingWaitTest.send(kind.producer(ring), count);
            case RECEIVE -> System.out.println(RingWaitTest.receive(kind.consumer(ring), count));
            case WAIT_FOR_MESSAGE -> {
                RingConsumer consumer = kind.consumer(ring);
                System.out.println("ready");
                consumer.await(10, TimeUnit.MINUTES);
            }
            case PRODUCE -> {
                kind.producer(ring).heartbeat();
                System.out.println("ready");
                Thread.sleep(600_000);
            }
            case CLAIM -> {
                long at = kind.producer(ring).tryClaim(7, Long.BYTES);
                ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, -1);
                System.out.println("ready");
                Thread.sleep(600_000);
            }
            case HANDLE -> kind.consumer(ring).poll((t, s, o, l) -> {
                System.out.println("ready");
                try {
                    Thread.sleep(600_000);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }, 1);
        }
    }
}
