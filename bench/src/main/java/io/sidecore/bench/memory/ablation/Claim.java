package io.sidecore.bench.memory.ablation;

import io.sidecore.bench.rig.Padded;

/**
 * Fields of a claim, apart from those of its room, as in the ring: a message's stores go to both, and how many lines they are on is part of what a
 * claim costs.
 */
abstract class Claim extends Padded {
    final Lines lines;
    final long data;
    final long capacity;
    final int alignment;
    final int longest;
    final long closed;
    final long closedBits;

    long claimStart;
    long claimEnd;
    long claimedHeader;

    Claim(Lines lines) {
        this.lines = lines;
        this.data = lines.data;
        this.capacity = lines.segment.byteSize();
        this.alignment = (int) Lines.LINE;
        this.longest = (int) capacity / 4 - Lines.HEADER;
        this.closed = lines.closed;
        this.closedBits = 1;
    }
}
