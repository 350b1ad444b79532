package io.sidecore.stress.hostile.side;

import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Where a side works, and how.
 *
 * @param file   of the region
 * @param random decides what it does
 * @param salt   of the round, for its messages
 * @param tally  of what it meets
 */
public record Post(Path file, SplittableRandom random, long salt, Tally tally) {}
