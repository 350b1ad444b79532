package io.sidecore.stress.weak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A few threads of a few accesses each, run in every order, every load reading everything that it may. */
final class Litmus {
    private static final int WORDS = 3;

    /** One access; what it reads goes into a register. */
    interface Step {
        void run(ViewMachine machine, Actor self, long[] registers);
    }

    private final int registers;
    private final List<List<Step>> threads = new ArrayList<>();
    /** The answers with which the present run begins, and how many there were to choose from. */
    private final List<Integer> answers = new ArrayList<>();
    private final List<Integer> options = new ArrayList<>();
    private int asked;
    /** Of the present run. */
    private List<Actor> actors;

    Litmus(int registers) {
        this.registers = registers;
    }

    Litmus thread(Step... steps) {
        threads.add(List.of(steps));
        return this;
    }

    static Step store(int word, long value, Order order) {
        return (machine, self, registers) -> machine.store(self, word, value, order);
    }

    static Step load(int word, int register, Order order) {
        return (machine, self, registers) -> registers[register] = machine.load(self, word, order);
    }

    static Step add(int word, long delta, int register, Order order) {
        return (machine, self, registers) -> registers[register] = machine.update(self, word, x -> x + delta, order);
    }

    static Step compareAndSet(int word, long expected, long value, int register, Order order) {
        return (machine, self,
                registers) -> registers[register] = machine.compareAndSet(self, word, -1, expected, value, order)
                        ? 1
                        : 0;
    }

    static Step fullFence() {
        return (machine, self, registers) -> machine.fullFence(self);
    }

    static Step acquireFence() {
        return (machine, self, registers) -> machine.acquireFence(self);
    }

    static Step storeStoreFence() {
        return (machine, self, registers) -> machine.storeStoreFence(self);
    }

    static Step releaseFence() {
        return (machine, self, registers) -> machine.releaseFence(self);
    }

    /** Of this test alone: it reaches into all of its threads. */
    Step barrier() {
        return (machine, self, registers) -> machine.fullFenceInAll(self, actors.toArray(Actor[]::new));
    }

    /** All outcomes, each the registers in order. */
    Set<String> outcomes() {
        Set<String> outcomes = new TreeSet<>();
        do {
            asked = 0;
            outcomes.add(run());
        } while (next());
        return outcomes;
    }

    private String run() {
        ViewMachine machine = new ViewMachine(WORDS, word -> 0, most -> ask(most + 1));
        long[] values = new long[registers];
        actors = threads.stream().map(thread -> machine.actor()).toList();
        int[] done = new int[threads.size()];
        while (true) {
            List<Integer> ready = new ArrayList<>();
            for (int i = 0; i < done.length; i++) {
                if (done[i] < threads.get(i).size()) {
                    ready.add(i);
                }
            }
            if (ready.isEmpty()) {
                return Arrays.toString(values);
            }
            int thread = ready.get(ask(ready.size()));
            threads.get(thread).get(done[thread]++).run(machine, actors.get(thread), values);
        }
    }

    private int ask(int count) {
        if (asked == answers.size()) {
            answers.add(0);
            options.add(count);
        }
        return answers.get(asked++);
    }

    private boolean next() {
        while (!answers.isEmpty() && answers.getLast() + 1 == options.getLast()) {
            answers.removeLast();
            options.removeLast();
        }
        if (answers.isEmpty()) {
            return false;
        }
        answers.set(answers.size() - 1, answers.getLast() + 1);
        return true;
    }
}
