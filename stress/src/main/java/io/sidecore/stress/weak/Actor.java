package io.sidecore.stress.weak;

/** What one thread of the machine knows; see the diagram of this package. */
public final class Actor {
    final View view;
    final View heard;
    final View wrote;
    /** Never changed, but replaced; null at first. */
    View told;

    Actor(int words) {
        view = new View(words);
        heard = new View(words);
        wrote = new View(words);
    }

    void tell(View more) {
        View all = more.copy();
        all.join(told);
        told = all;
    }
}
