package io.sidecore.bench.pollution;

import java.util.function.Supplier;

/** How much the user's code goes through. A first-level cache has 32 KB for each of data and code, or a little more. */
enum WorkingSet {
    /** Half of a first-level cache. */
    DATA_16K("data-16K", "data of 16 KB", () -> new DataWork(16 << 10)),
    /** Twice a first-level cache. */
    DATA_64K("data-64K", "data of 64 KB", () -> new DataWork(64 << 10)),
    /** A good part of a second-level cache. */
    DATA_256K("data-256K", "data of 256 KB", () -> new DataWork(256 << 10)),
    /** About a second-level cache. */
    DATA_1M("data-1M", "data of 1 MB", () -> new DataWork(1 << 20)),
    /** Beyond it. */
    DATA_2M("data-2M", "data of 2 MB", () -> new DataWork(2 << 20)),
    /** Compiled code of several first-level caches. */
    CODE("code", "compiled code of 256 KB", () -> new CodeWork(256 << 10)),
    /** Compiled code of about a second-level cache. */
    CODE_1M("code-1M", "compiled code of 1 MB", () -> new CodeWork(1 << 20));

    private final String name;
    private final String text;
    private final Supplier<UserWork> work;

    WorkingSet(String name, String text, Supplier<UserWork> work) {
        this.name = name;
        this.text = text;
        this.work = work;
    }

    /** {@return work over a set of its own} */
    UserWork work() {
        return work.get();
    }

    /** {@return the name on a command line} */
    String label() {
        return name;
    }

    @Override
    public String toString() {
        return text;
    }
}
