package io.sidecore.bench.pollution;

import java.util.function.IntFunction;

/** How much the user's code goes through. A first-level cache has 32 KB for each of data and code, or a little more. */
enum WorkingSet {
    /** Half of a first-level cache. */
    DATA_16K("data-16K", "data of 16 KB", 16 << 10, DataWork::new),
    /** Twice a first-level cache. */
    DATA_64K("data-64K", "data of 64 KB", 64 << 10, DataWork::new),
    /** A good part of a second-level cache. */
    DATA_256K("data-256K", "data of 256 KB", 256 << 10, DataWork::new),
    /** About a second-level cache. */
    DATA_1M("data-1M", "data of 1 MB", 1 << 20, DataWork::new),
    /** Beyond it. */
    DATA_2M("data-2M", "data of 2 MB", 2 << 20, DataWork::new),
    /** Compiled code of several first-level caches. */
    CODE("code", "compiled code of 256 KB", 256 << 10, CodeWork::new),
    /** Compiled code of about a second-level cache. */
    CODE_1M("code-1M", "compiled code of 1 MB", 1 << 20, CodeWork::new);

    private final String name;
    private final String text;
    private final int bytes;
    private final IntFunction<UserWork> work;

    WorkingSet(String name, String text, int bytes, IntFunction<UserWork> work) {
        this.name = name;
        this.text = text;
        this.bytes = bytes;
        this.work = work;
    }

    /** {@return work over a set of its own} */
    UserWork work() {
        return work.apply(bytes);
    }

    /** {@return how much it is} */
    int bytes() {
        return bytes;
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
