package io.sidecore.stress.hostile.side;

import io.sidecore.memory.RegionException;
import io.sidecore.ring.LaneRing;
import io.sidecore.ring.MpscRing;
import io.sidecore.ring.SpscRing;
import io.sidecore.ring.broadcast.BroadcastRing;
import io.sidecore.ring.broadcast.LatestValue;
import io.sidecore.stress.crash.trial.Shape;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** The five structures: how one is made, and who works at it. */
public enum Structure {
    /** {@link SpscRing}. */
    SPSC,
    /** {@link MpscRing}. */
    MPSC,
    /** {@link LaneRing}. */
    LANE,
    /** {@link BroadcastRing}. */
    BROADCAST,
    /** {@link LatestValue}. */
    LATEST;

    /**
     * {@return a size that is small enough to go round often}
     *
     * @param random decides
     */
    public Shape shape(SplittableRandom random) {
        return this == LATEST
                ? new Shape(1 + random.nextInt(600), 128, 0)
                : new Shape(1024L << random.nextInt(5),
                        this == BROADCAST ? 16 << random.nextInt(4) : 8 << random.nextInt(5),
                        this == LANE ? 1 + random.nextInt(4) : 0);
    }

    /**
     * Makes one.
     *
     * @param file  must not exist
     * @param shape of it
     * @throws RegionException if there is no room
     */
    public void create(Path file, Shape shape) throws RegionException {
        switch (this) {
            case SPSC -> SpscRing.create(file, shape.capacity(), shape.alignment());
            case MPSC -> MpscRing.create(file, shape.capacity(), shape.alignment());
            case LANE -> LaneRing.create(file, shape.lanes(), shape.capacity(), shape.alignment());
            case BROADCAST -> BroadcastRing.create(file, shape.capacity(), shape.alignment());
            case LATEST -> LatestValue.create(file, (int) shape.capacity());
        }
    }

    /**
     * {@return the side that produces, publishes or writes}
     *
     * @param post where it works
     */
    public Side writing(Post post) {
        Path file = post.file();
        return switch (this) {
            case SPSC -> new Producing(post, () -> new Producing.Queue(SpscRing.attach(file), null));
            case MPSC -> new Producing(post, () -> new Producing.Queue(MpscRing.attach(file), null));
            case LANE -> new Producing(post, () -> new Producing.Queue(null, LaneRing.attach(file)));
            case BROADCAST -> new Broadcasting(post);
            case LATEST -> new ValueSides.Writing(post);
        };
    }

    /**
     * {@return the side that consumes or reads}
     *
     * @param post where it works
     */
    public Side reading(Post post) {
        Path file = post.file();
        return switch (this) {
            case SPSC -> new Consuming(post, () -> SpscRing.attach(file));
            case MPSC -> new Consuming(post, () -> MpscRing.attach(file));
            case LANE -> new LaneConsuming(post);
            case BROADCAST -> new Listening(post);
            case LATEST -> new ValueSides.Reading(post);
        };
    }
}
