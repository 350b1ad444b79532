package io.sidecore.bench.rig;

import io.sidecore.affinity.PinnedThread;
import io.sidecore.memory.access.Futex;

/** The loop of a party that waits for slices: the follower, or the second leader. */
final class Follower {
    private final ControlLines lines;
    private final Contender[] contenders;
    private final int leaders;
    private final LineGauge gauge;

    Follower(ControlLines lines, Contender[] contenders, int leaders) {
        this.lines = lines;
        this.contenders = contenders;
        this.leaders = leaders;
        this.gauge = new LineGauge(lines);
    }

    /** Follows on a CPU until the leader ends it; leaves the CPU to contenders that are served by threads of their own. */
    void follow(int cpu) {
        try (PinnedThread pin = PinnedThread.to(cpu)) {
            lines.thread(pin.tid());
            Futex futex = new Futex();
            boolean isServed = false;
            for (long sequence = 1;; sequence++) {
                if (isServed) {
                    lines.sleepUntilCommand(sequence, futex);
                } else {
                    lines.awaitCommand(sequence, false);
                }
                int index = lines.index();
                if (index == ControlLines.END) {
                    return;
                }
                lines.ready(ControlLines.FOLLOWER, sequence);
                if (index == ControlLines.LINE) {
                    gauge.follow(sequence);
                    lines.done(ControlLines.FOLLOWER, sequence);
                    continue;
                }
                isServed = contenders[index] instanceof ServedContender;
                if (!isServed) {
                    contenders[index].follow(lines.count() * leaders);
                }
                lines.done(ControlLines.FOLLOWER, sequence);
            }
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            lines.failed(ControlLines.FOLLOWER);
        }
    }

    /** Leads as number 1, on the leader's command. */
    void assist(int cpu) {
        try (PinnedThread pin = PinnedThread.to(cpu)) {
            for (long sequence = 1;; sequence++) {
                lines.awaitCommand(sequence, true);
                int index = lines.index();
                if (index == ControlLines.END) {
                    return;
                }
                lines.ready(ControlLines.ASSISTANT, sequence);
                if (index != ControlLines.LINE) {
                    lines.awaitGo(sequence);
                    contenders[index].lead(1, lines.count());
                }
                lines.done(ControlLines.ASSISTANT, sequence);
            }
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            lines.failed(ControlLines.ASSISTANT);
        }
    }
}
