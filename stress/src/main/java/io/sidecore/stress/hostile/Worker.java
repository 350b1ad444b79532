package io.sidecore.stress.hostile;

import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.hostile.side.Post;
import io.sidecore.stress.hostile.side.Side;
import io.sidecore.stress.hostile.side.Tally;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A process at one side of a region: it gets its orders on standard input, and answers on standard output.
 *
 * <pre>
 *   ▶ order, a line       ◀ ready                     the side has made its first step
 *   ▶ stop                ◀ done words tally          an honest side at the next step, a hostile one when its deeds are done
 *                         ◀ violation text
 *   ▶ stacks              ◀ stacks text               where the side is now
 * </pre>
 */
final class Worker {
    static final String STOP = "stop";
    static final String STACKS = "stacks";
    private static final List<String> ANSWERS = List.of("ready ", "done ", "violation ", STACKS + " ");
    /** A character that no text holds, in the place of line ends. */
    private static final char LINE_END = '\u2028';
    private static final int STEPS_BEFORE_FAULT = 100;

    private final Fault fault;
    private volatile boolean stopped;
    private Thread side = Thread.currentThread();

    private Worker(Fault fault) {
        this.fault = fault;
    }

    public static void main(String[] arguments) throws IOException {
        new Worker(Fault.valueOf(arguments[0])).serve();
    }

    /** Until its parent has gone, however that came about. */
    private void serve() throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            switch (line) {
                case STOP -> stopped = true;
                case STACKS -> say(STACKS, stack(side));
                default -> {
                    Order order = Order.ofLine(line);
                    stopped = false;
                    side = Thread.ofPlatform().daemon().name("side").start(() -> work(order));
                }
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void say(String word, String text) {
        String line = word + " " + text.replace('\n', LINE_END) + "\n";
        synchronized (System.out) {
            System.out.print(line);
            System.out.flush();
        }
    }

    static boolean isAnswer(String line) {
        return ANSWERS.stream().anyMatch(line::startsWith);
    }

    static String multiLine(String text) {
        return text.replace(LINE_END, '\n');
    }

    private static String stack(Thread thread) {
        StringBuilder text = new StringBuilder(thread.getName() + " " + thread.getState());
        for (StackTraceElement frame : thread.getStackTrace()) {
            text.append("\n    at ").append(frame);
        }
        return text.toString();
    }

    private void work(Order order) {
        Tally tally = new Tally();
        SplittableRandom random = new SplittableRandom(order.seed());
        Post post = new Post(order.file(), random.split(), order.salt(), tally);
        try {
            Side worker = order.writes() ? order.structure().writing(post) : order.structure().reading(post);
            long words = order.strikes() == 0
                    ? beHonest(worker)
                    : beHostile(order, worker, random);
            say("done", words + " " + tally.toLine());
        } catch (Violation e) {
            say("violation", e.getMessage());
        } catch (Exception | Error e) {
            StringBuilder text = new StringBuilder(e.toString());
            for (StackTraceElement frame : e.getStackTrace()) {
                text.append("\n    at ").append(frame);
            }
            say("violation", "the side ended with " + text);
        }
    }

    private long beHonest(Side worker) {
        worker.step();
        say("ready", "");
        for (int steps = 1; !stopped; steps++) {
            worker.step();
            if (steps == STEPS_BEFORE_FAULT) {
                fault.happen();
            }
        }
        worker.end();
        return 0;
    }

    /** On one thread, so that the seed decides what it does; the other process runs at the same time. */
    private long beHostile(Order order, Side worker, SplittableRandom random) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Vandal vandal = Vandal.at(order.file(), order.structure(), order.shape(), random.split(), arena);
            for (int strike = 0; strike < order.strikes(); strike++) {
                // Mostly few, or else the words would strike an idle ring; at times so many that it goes round.
                int steps = random.nextInt(random.nextInt(8) == 0 ? 200 : 12);
                for (int step = 0; step < steps; step++) {
                    worker.step();
                }
                vandal.strike();
            }
            worker.end();
            return vandal.written();
        }
    }
}
