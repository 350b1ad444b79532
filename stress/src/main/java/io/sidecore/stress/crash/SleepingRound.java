package io.sidecore.stress.crash;

import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import io.sidecore.stress.crash.queue.QueueTrial;
import io.sidecore.stress.crash.queue.SleepTrial;
import io.sidecore.stress.crash.trial.Message;
import io.sidecore.stress.crash.trial.Post;
import io.sidecore.stress.crash.trial.Role;
import io.sidecore.stress.crash.trial.Shape;
import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Deaths;
import io.sidecore.stress.failpoint.Doom;
import io.sidecore.stress.failpoint.Site;
import io.sidecore.stress.failpoint.Witness;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A ring whose sides sleep until they are woken, and never die. A wake-up that is lost leaves somebody asleep for ever: real sleepers would look again
 * after a while, which would only hide it.
 */
public final class SleepingRound {
    private final SplittableRandom random;
    private final QueueTrial ring;
    private final SleepTrial trial;
    private final int senders;
    private final Shape shape;
    private final Path file;
    private final Schedule schedule;
    private int sendersLeft;

    /**
     * A round that is about to begin.
     *
     * @param kind    SPSC, MPSC or lane ring
     * @param seed    of the run
     * @param number  of the round
     * @param folder  where the rings are
     * @param sites   of the patched classes
     * @param witness told who runs
     */
    public SleepingRound(RegionKind kind, long seed, long number, Path folder, List<Site> sites, Witness witness) {
        this.random = new SplittableRandom(Message.mix(Message.mix(seed) - number));
        this.ring = new QueueTrial(kind);
        this.trial = new SleepTrial(kind);
        this.senders = 1 + random.nextInt(ring.maxSenders());
        this.shape = ring.shape(random, senders);
        this.file = folder.resolve(kind + "-" + shape.toWord());
        this.sendersLeft = senders;
        this.schedule = new Schedule(random.split(), sites, new Deaths(sites), Schedule.Kernel.NONE, witness);
    }

    /**
     * Plays the round.
     *
     * @throws Violation   if somebody is never woken, or misses a message
     * @throws IOException if the ring cannot be made
     */
    public void play() throws IOException {
        if (!Files.exists(file)) {
            ring.create(file, shape);
        }
        SharedMemory memory = ring.attach(file);
        memory.region().asSlice(RegionHeader.LANES_OPENED).fill((byte) 0);
        ring.reset(memory, shape, random.split());
        int quota = 1 + random.nextInt(24);
        try (Arena arena = Arena.ofConfined()) {
            // A word for each correlation id.
            MemorySegment sent = arena.allocate((long) senders * quota * Long.BYTES, Long.BYTES);
            MemorySegment received = arena.allocate(SleepTrial.receivedBytes(senders * quota), Long.BYTES);
            for (int slot = 0; slot < senders; slot++) {
                add("sender " + slot, false, trial.sender(
                        new Post(file, slot, sent, sent, random.split(), 0, quota, this::isLast)));
            }
            add("receiver", true, trial.receiver(
                    new Post(file, 0, received, sent, random.split(), 0, quota, () -> false)));
            schedule.run();
            SleepTrial.verify(received, sent);
        } catch (Violation e) {
            throw new Violation(e.getMessage() + "\n" + Dump.of(ring, memory, shape),
                    e.getCause() == null ? e : e.getCause());
        }
    }

    /** Asked once by each sender, when it has sent all. The last one knows what the others have done. */
    private boolean isLast() {
        schedule.finish();
        schedule.learnsOfEnds();
        return --sendersLeft == 0;
    }

    private void add(String name, boolean mayBeSluggish, Role role) {
        schedule.add(name, mayBeSluggish, self -> {
            schedule.begin(self, Doom.none());
            role.live();
        });
    }
}
