package io.sidecore.stress.hostile.side;

import io.sidecore.memory.RegionException;
import io.sidecore.ring.CorruptRingException;
import io.sidecore.stress.crash.trial.Violation;
import java.util.SplittableRandom;

/** One side of one structure at work; it attaches and opens again, whatever has ended it. One thread. */
public abstract class Side {
    private static final int STEPS_OF_A_LIFE = 64;
    private static final int LIVES_OF_A_MAPPING = 8;

    private final Post post;
    private final SplittableRandom random;
    private boolean attached;
    private boolean open;

    Side(Post post) {
        this.post = post;
        this.random = post.random();
    }

    /** A handler's own exception, which must come out of a poll as it is. */
    static final class HandlerFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HandlerFailed() {
            super(null, null, false, false);
        }
    }

    abstract void attach() throws RegionException;

    abstract void open();

    /** Some operations on the open side. */
    abstract void act();

    abstract void close();

    final Post post() {
        return post;
    }

    final SplittableRandom random() {
        return random;
    }

    final void count(Event event) {
        post.tally().add(event);
    }

    /**
     * Does the next thing.
     *
     * @throws Violation if the library has broken a promise
     */
    public final void step() {
        try {
            if (!attached) {
                attach();
                attached = true;
            }
            if (open || opens()) {
                act();
                if (random.nextInt(STEPS_OF_A_LIFE) == 0) {
                    end();
                }
            }
        } catch (Violation e) {
            throw e;
        } catch (RegionException e) {
            count(Event.UNATTACHED);
        } catch (HandlerFailed e) {
            // As it was thrown.
        } catch (CorruptRingException e) {
            count(Event.CORRUPT);
            // Or else the next operation meets the same words, or what they have become.
            if (random.nextBoolean()) {
                end();
            }
        } catch (RuntimeException | Error e) {
            throw unnamed(e);
        }
    }

    private boolean opens() {
        try {
            open();
            open = true;
        } catch (CorruptRingException e) {
            count(Event.CORRUPT);
            attached = random.nextBoolean();
        } catch (IllegalStateException e) {
            count(Event.TAKEN);
        }
        return open;
    }

    /** Ends what is open; nothing of it may fail. */
    public final void end() {
        if (open) {
            open = false;
            attached = random.nextInt(LIVES_OF_A_MAPPING) != 0;
            try {
                close();
            } catch (RuntimeException | Error e) {
                throw unnamed(e);
            }
        }
    }

    private Violation unnamed(Throwable e) {
        StringBuilder trace = new StringBuilder(getClass().getSimpleName() + " met what no Javadoc names: " + e);
        for (StackTraceElement frame : e.getStackTrace()) {
            trace.append("\n    at ").append(frame);
        }
        return new Violation(trace.toString());
    }
}
