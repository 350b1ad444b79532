package io.sidecore.bench.calls.batch;

/** Who executes the batches. */
enum Executor {
    /** The application's thread, while it submits. */
    SAME_CORE("same core"),
    /** A syscall thread on the other core that never sleeps. */
    SPINNING("other core, spinning"),
    /** A syscall thread on the other core that sleeps before each batch. */
    ASLEEP("other core, asleep");

    private final String text;

    Executor(String text) {
        this.text = text;
    }

    String entrant(int batch) {
        return text + ", batch of " + batch;
    }

    @Override
    public String toString() {
        return text;
    }
}
