package io.sidecore.bench.memory.ablation;

import io.sidecore.bench.rig.Contender;

/** What writes and what reads. */
record Step(Side writer, Side reader) implements Contender {
    @Override
    public void lead(int leader, long count) {
        writer.run(count);
    }

    @Override
    public void follow(long count) {
        reader.run(count);
    }
}
