package io.sidecore.tools.ping;

import io.sidecore.tools.CommandFailed;
import io.sidecore.tools.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A pong that this process has started, and that ends with it, however it ends: its standard input is a pipe from here. */
final class PongProcess implements AutoCloseable {
    private static final int START_SECONDS = 20;
    private static final int END_SECONDS = 3;

    private final Process process;

    private PongProcess(Process process) {
        this.process = process;
    }

    /** Returns when the pong answers. Call it before pinning: a child inherits the set of CPUs. */
    static PongProcess start(Path prefix, Integer cpu, long capacity) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Main.class.getName(), "pong", prefix.toString(), "--until-eof", "--capacity", Long.toString(capacity)));
        if (cpu != null) {
            command.addAll(List.of("--cpu", cpu.toString()));
        }
        PongProcess pong = new PongProcess(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        BufferedReader output = pong.process.inputReader();
        CompletableFuture<String> firstLine = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("pong's output").start(() -> {
            try {
                firstLine.complete(output.readLine());
            } catch (IOException e) {
                firstLine.completeExceptionally(e);
            }
        });
        boolean ready = false;
        try {
            String line = firstLine.get(START_SECONDS, TimeUnit.SECONDS);
            ready = line != null && line.startsWith(PongCommand.READY);
        } catch (ExecutionException | TimeoutException e) {
            // Not ready, whatever it was.
        } finally {
            if (!ready) {
                pong.close();
            }
        }
        if (!ready) {
            throw new CommandFailed("the pong did not start; try 'sidecore pong " + prefix + "' in another terminal");
        }
        return pong;
    }

    /** Asks it to end; {@link #close} waits for it. */
    void end() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended already.
        }
    }

    @Override
    public void close() {
        end();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
