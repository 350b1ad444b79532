package io.sidecore.stress.hostile;

import io.sidecore.stress.crash.trial.Message;
import io.sidecore.stress.crash.trial.Shape;
import io.sidecore.stress.hostile.side.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Plays rounds, with one honest and one hostile process that live as long as nothing goes wrong. */
final class Assault implements AutoCloseable {
    private static final int STRIKES = 400;

    private final double patience;
    private final Path folder;
    private Fault fault;
    private WorkerProcess honest;
    private WorkerProcess hostile;

    /**
     * What became of a round.
     *
     * @param words     that the hostile peer has written
     * @param tally     of the honest side
     * @param violation what went wrong; null if nothing did
     */
    record Result(long words, Tally tally, String violation) {}

    /** {@code patience}: seconds without an answer after which a process hangs. {@code fault}: of the first honest process. */
    Assault(double patience, Fault fault) throws IOException {
        this.patience = patience;
        this.fault = fault;
        Path memory = Path.of("/dev/shm");
        folder = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "sidecore-hostile-")
                : Files.createTempDirectory("sidecore-hostile-");
        // A run that is interrupted must not leave megabytes of memory behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    Result play(Target target, long seed, long number) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(
                Message.mix(Message.mix(seed) + target.structure().ordinal() * 2L + (target.writes() ? 1 : 0))
                        - number);
        Shape shape = target.structure().shape(random);
        Path file = folder.resolve("region-" + number);
        Files.deleteIfExists(file);
        target.structure().create(file, shape);
        long salt = random.nextLong();
        Order defence = new Order(target.structure(), target.writes(), file, shape, random.nextLong(), salt, 0);
        Order attack = new Order(target.structure(), !target.writes(), file, shape, random.nextLong(), salt,
                1 + random.nextInt(STRIKES));
        try {
            return play(defence, attack);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Result play(Order defence, Order attack) throws IOException, InterruptedException {
        if (honest == null) {
            honest = new WorkerProcess(folder, fault);
            hostile = new WorkerProcess(folder, Fault.NONE);
            fault = Fault.NONE;
        }
        honest.say(defence.toLine());
        String ready = honest.hear(patience);
        if (!ready.startsWith("ready")) {
            return failure("honest", honest, ready, 0);
        }
        hostile.say(attack.toLine());
        String attacked = hostile.hear(patience);
        long words = attacked.startsWith("done ") ? Long.parseLong(attacked.split(" ")[1]) : 0;
        honest.say(Worker.STOP);
        String defended = honest.hear(patience);
        if (!defended.startsWith("done ")) {
            return failure("honest", honest, defended, words);
        }
        if (!attacked.startsWith("done ")) {
            return failure("hostile", hostile, attacked, 0);
        }
        return new Result(words, Tally.ofLine(defended.split(" ")[2]), null);
    }

    /** Says what it was, and ends both processes: the next round has fresh ones. */
    private Result failure(String who, WorkerProcess process, String answer, long words)
            throws IOException, InterruptedException {
        String text = "the " + who + " process ";
        if (answer.startsWith("violation ")) {
            text = "in the " + who + " process: " + Worker.multiLine(answer.substring("violation ".length()));
        } else if (answer.equals(WorkerProcess.ENDED)) {
            text += "ended with code " + process.exitCode() + crashReport(process.pid());
        } else if (answer.equals(WorkerProcess.SILENT)) {
            process.say(Worker.STACKS);
            text += "hangs: no answer within " + patience + " s; " + Worker.multiLine(process.hear(patience));
        } else {
            text += "answered: " + answer;
        }
        endProcesses();
        return new Result(words, new Tally(), text);
    }

    /** The beginning of what the JVM has left, if it was a signal that ended it. */
    private String crashReport(long pid) throws IOException {
        Path report = folder.resolve("hs_err_" + pid + ".log");
        if (Files.notExists(report)) {
            return "";
        }
        List<String> lines = Files.readAllLines(report);
        Path kept = Files.createTempFile("sidecore-hs_err-", ".log");
        Files.write(kept, lines);
        return ", and left " + kept + ":\n" + String.join("\n", lines.stream().limit(12).toList());
    }

    private void endProcesses() {
        if (honest != null) {
            honest.close();
            hostile.close();
            honest = null;
        }
    }

    @Override
    public void close() {
        endProcesses();
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // A process that is still ending has made another file; it lies in memory, until the next boot.
        }
    }
}
