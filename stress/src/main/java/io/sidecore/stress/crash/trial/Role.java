package io.sidecore.stress.crash.trial;

import io.sidecore.memory.RegionException;

/** What a slot does in each of its lives: everything its side can do, in an order that its seed decides. One life at a time. */
public interface Role {
    /**
     * Attaches, opens its side, works and ends; a death ends it earlier.
     *
     * @throws RegionException if the structure cannot be attached
     */
    void live() throws RegionException;

    /** {@return whether another life would have nothing to do} */
    boolean isDone();
}
