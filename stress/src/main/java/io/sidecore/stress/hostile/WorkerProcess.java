package io.sidecore.stress.hostile;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link Worker}, seen from the process that gives the orders. One thread. */
final class WorkerProcess implements AutoCloseable {
    /** In the place of an answer: there will be none, for the process has ended. */
    static final String ENDED = "ended";
    /** In the place of an answer: none has come in time. */
    static final String SILENT = "silent";

    private final Process process;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    /** {@code folder}: where it writes what the JVM has to say of a crash. */
    WorkerProcess(Path folder, Fault fault) throws IOException {
        process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx128m", "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("hs_err_%p.log"), "-cp", absoluteClassPath(),
                Worker.class.getName(), fault.name())).directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("errors").toFile())).start();
        Thread.ofPlatform().daemon().name("answers").start(this::listen);
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // The JVM has words of its own when it crashes.
                if (Worker.isAnswer(line)) {
                    answers.add(line);
                }
            }
        } catch (IOException e) {
            // As good as the end.
        }
        answers.add(ENDED);
    }

    private static String absoluteClassPath() {
        return String.join(File.pathSeparator, Arrays.stream(System.getProperty("java.class.path").split(
                File.pathSeparator)).map(entry -> Path.of(entry).toAbsolutePath().toString()).toList());
    }

    void say(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            // It has ended, as the next answer says.
        }
    }

    /** The next answer, or ENDED, or SILENT. */
    String hear(double seconds) throws InterruptedException {
        String answer = answers.poll((long) (seconds * 1000), TimeUnit.MILLISECONDS);
        return answer == null ? SILENT : answer;
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
