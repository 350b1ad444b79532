package io.sidecore.ring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A model of {@link WaitWord}, step by step, for some wakers and waiters, and a search through all states that can be reached.
 *
 * <p>Every party has a store buffer of one entry, which empties itself at any later moment; a party sees its own entry, the others do not. An
 * atomic update and a fence wait until it is empty. The kernel compares and queues in one step, and wakes in one step. There is no
 * time-out: a waiter that nobody wakes stays asleep, and is reported as stuck if no party can do anything any more.
 */
final class WaitProtocolModel {
    /** Departures from the protocol. */
    enum Variant {
        NO_FENCE_BEFORE_WAKING,
        /** The announcement is a load and a plain store. */
        NO_FENCE_AFTER_ANNOUNCING,
        NO_SECOND_LOOK,
        /** The waker leaves the word as it is; the waiter clears it. */
        WORD_UNCHANGED_BY_WAKER,
        /** The waker sets the word to 0, not to the next even number. */
        BIT_WITHOUT_COUNT,
        WAKES_ONE,
        /** A waiter whose condition holds takes the bit back. */
        WAITER_CLEARS_BIT,
        /** A waiter may be killed at any step. */
        WAITER_DIES,
        /** A waker may be killed between its change of the word and its system call. */
        WAKER_DIES
    }

    /** {@code stuck}: final states in which a waiter is asleep for ever; {@code states}: how many were searched. */
    record Verdict(List<String> stuck, int states) {}

    // Waker, for each publication.
    private static final int PUBLISH = 0;
    private static final int FENCE = 1;
    private static final int LOAD = 2;
    private static final int CHANGE = 3;
    private static final int WAKE = 4;
    // Waiter, for each need.
    private static final int FIRST_LOOK = 0;
    private static final int ANNOUNCE = 1;
    private static final int STORE_ANNOUNCEMENT = 2;
    private static final int SECOND_LOOK = 3;
    private static final int SLEEP = 4;
    private static final int ASLEEP = 5;
    private static final int LEAVE = 6;
    private static final int DONE = 9;

    private static final int NOTHING = -1;

    /*
     * A state is an array: the word; what each waker has published, as memory shows it; then of every party
     * step, register, buffered value, rounds done. Wakers come first.
     */
    private static final int STEP = 0;
    private static final int REGISTER = 1;
    private static final int BUFFER = 2;
    private static final int ROUND = 3;
    private static final int PARTY = 4;

    private final int wakers;
    private final int publications;
    private final int[][] needs;
    private final Set<Variant> variants;

    private final Set<List<Integer>> seen = new HashSet<>();
    private final ArrayDeque<int[]> open = new ArrayDeque<>();

    WaitProtocolModel(int wakers, int publications, int[][] needs, Set<Variant> variants) {
        this.wakers = wakers;
        this.publications = publications;
        this.needs = needs;
        this.variants = variants;
    }

    Verdict search() {
        int[] start = new int[1 + wakers + (wakers + needs.length) * PARTY];
        for (int party = 0; party < wakers + needs.length; party++) {
            start[at(party) + BUFFER] = NOTHING;
        }
        reach(start);
        List<String> stuck = new ArrayList<>();
        while (!open.isEmpty()) {
            int[] state = open.pop();
            boolean moved = false;
            for (int party = 0; party < wakers + needs.length; party++) {
                moved |= drain(state, party);
                moved |= party < wakers ? stepWaker(state, party) : stepWaiter(state, party);
            }
            if (!moved && asleep(state)) {
                stuck.add(Arrays.toString(state));
            }
        }
        return new Verdict(stuck, seen.size());
    }

    private boolean asleep(int[] state) {
        for (int waiter = wakers; waiter < wakers + needs.length; waiter++) {
            if (state[at(waiter) + STEP] == ASLEEP) {
                return true;
            }
        }
        return false;
    }

    private void reach(int[] state) {
        if (seen.add(Arrays.stream(state).boxed().toList())) {
            open.push(state);
        }
    }

    private int at(int party) {
        return 1 + wakers + party * PARTY;
    }

    private boolean drain(int[] state, int party) {
        int value = state[at(party) + BUFFER];
        if (value == NOTHING) {
            return false;
        }
        int[] next = state.clone();
        next[party < wakers ? 1 + party : 0] = value;
        next[at(party) + BUFFER] = NOTHING;
        reach(next);
        return true;
    }

    private boolean stepWaker(int[] state, int party) {
        int at = at(party);
        boolean buffered = state[at + BUFFER] != NOTHING;
        int[] next = state.clone();
        switch (state[at + STEP]) {
            case PUBLISH -> {
                if (buffered) {
                    return false;
                }
                next[at + BUFFER] = state[at + ROUND] + 1;
                next[at + STEP] = variants.contains(Variant.NO_FENCE_BEFORE_WAKING) ? LOAD : FENCE;
            }
            case FENCE -> {
                if (buffered) {
                    return false;
                }
                next[at + STEP] = LOAD;
            }
            case LOAD -> {
                next[at + REGISTER] = state[0];
                next[at + STEP] = CHANGE;
                if ((state[0] & 1) == 0) {
                    endRound(next, at);
                }
            }
            case CHANGE -> {
                // An atomic update, whether it succeeds or not.
                if (buffered) {
                    return false;
                }
                if (state[0] != state[at + REGISTER]) {
                    endRound(next, at);
                } else {
                    next[at + STEP] = WAKE;
                    next[0] = variants.contains(Variant.WORD_UNCHANGED_BY_WAKER)
                            ? state[0]
                            : variants.contains(Variant.BIT_WITHOUT_COUNT) ? 0 : state[0] + 1;
                }
            }
            case WAKE -> {
                if (variants.contains(Variant.WAKER_DIES)) {
                    int[] dead = state.clone();
                    dead[at + STEP] = DONE;
                    reach(dead);
                }
                boolean one = variants.contains(Variant.WAKES_ONE);
                for (int waiter = wakers; waiter < wakers + needs.length; waiter++) {
                    if (next[at(waiter) + STEP] == ASLEEP) {
                        next[at(waiter) + STEP] = FIRST_LOOK;
                        if (one) {
                            break;
                        }
                    }
                }
                endRound(next, at);
            }
            default -> {
                return false;
            }
        }
        reach(next);
        return true;
    }

    private void endRound(int[] next, int at) {
        next[at + REGISTER] = 0;
        next[at + STEP] = ++next[at + ROUND] == publications ? DONE : PUBLISH;
    }

    private boolean stepWaiter(int[] state, int party) {
        int at = at(party);
        boolean buffered = state[at + BUFFER] != NOTHING;
        if (variants.contains(Variant.WAITER_DIES) && state[at + STEP] != DONE) {
            int[] dead = state.clone();
            dead[at + STEP] = DONE;
            reach(dead);
        }
        int word = buffered ? state[at + BUFFER] : state[0];
        int[] next = state.clone();
        switch (state[at + STEP]) {
            case FIRST_LOOK -> look(state, next, party, ANNOUNCE);
            case ANNOUNCE -> {
                if (buffered) {
                    return false;
                }
                next[at + REGISTER] = word | 1;
                if (variants.contains(Variant.NO_FENCE_AFTER_ANNOUNCING)) {
                    next[at + STEP] = STORE_ANNOUNCEMENT;
                } else {
                    next[0] = word | 1;
                    next[at + STEP] = variants.contains(Variant.NO_SECOND_LOOK) ? SLEEP : SECOND_LOOK;
                }
            }
            case STORE_ANNOUNCEMENT -> {
                next[at + BUFFER] = state[at + REGISTER];
                next[at + STEP] = SECOND_LOOK;
            }
            case SECOND_LOOK -> look(state, next, party, SLEEP);
            case SLEEP -> next[at + STEP] = word == state[at + REGISTER] ? ASLEEP : FIRST_LOOK;
            case LEAVE -> {
                if (buffered) {
                    return false;
                }
                next[0] = word & ~1;
                endWait(next, party);
            }
            default -> {
                return false;
            }
        }
        reach(next);
        return true;
    }

    private void look(int[] state, int[] next, int party, int otherwise) {
        int at = at(party);
        int published = 0;
        for (int waker = 0; waker < wakers; waker++) {
            published += state[1 + waker];
        }
        if (published < needs[party - wakers][state[at + ROUND]]) {
            next[at + STEP] = otherwise;
        } else if (variants.contains(Variant.WAITER_CLEARS_BIT) || variants.contains(Variant.WORD_UNCHANGED_BY_WAKER)) {
            next[at + STEP] = LEAVE;
        } else {
            endWait(next, party);
        }
    }

    private void endWait(int[] next, int party) {
        int at = at(party);
        next[at + REGISTER] = 0;
        next[at + STEP] = ++next[at + ROUND] == needs[party - wakers].length ? DONE : FIRST_LOOK;
    }
}
