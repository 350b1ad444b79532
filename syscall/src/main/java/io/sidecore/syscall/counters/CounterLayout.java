package io.sidecore.syscall.counters;

/**
 * Where the counters stand, in bytes; see the diagram of this package.
 *
 * <pre>
 *   engine block   0      64     128            136               144               152    256
 *                  | zero | name | pages opened | pages uncounted | cores uncounted | zero |
 *
 *   core block     0     8          16      24        32     40           48        56        64
 *                  | cpu | sampling | state | threads | most | limit      | standby | blocked | zero ...
 *                  128     200        256           512         768            1024
 *                  | totals | zero ... | batch sizes | queue wait | service time |
 *
 *   page block     0            8       16         24     32       80         128
 *                  | generation | owner | capacity | kind | totals | at start |
 * </pre>
 *
 * <p>A page block's totals are those of all pages that have had it, one after the other, and never go back; <em>at start</em> is what they
 * were when the present one took it.
 */
final class CounterLayout {
    static final int CORES = 16;
    static final int PAGES = 256;

    static final int ENGINE_LENGTH = 256;
    static final int CORE_LENGTH = 1024;
    static final int PAGE_LENGTH = 128;
    /** Bytes of the data. */
    static final int LENGTH = ENGINE_LENGTH + CORES * CORE_LENGTH + PAGES * PAGE_LENGTH;

    /** ASCII, zeros behind it. */
    static final int ENGINE_NAME = 64;
    static final int ENGINE_NAME_LENGTH = 64;
    static final int ENGINE_PAGES_OPENED = 128;
    static final int ENGINE_PAGES_UNCOUNTED = 136;
    static final int ENGINE_CORES_UNCOUNTED = 144;

    static final int CORE_CPU = 0;
    static final int CORE_SAMPLING = 8;
    /** The lower half holds the state, the upper one the number of the call. 0: nobody has the block. */
    static final int CORE_STATE = 16;
    static final int CORE_THREADS = 24;
    static final int CORE_MOST_THREADS = 32;
    static final int CORE_THREAD_LIMIT = 40;
    static final int CORE_STANDBY = 48;
    static final int CORE_BLOCKED = 56;
    static final int CORE_TOTALS = 128;
    static final int CORE_EXECUTED = CORE_TOTALS;
    static final int CORE_BATCHES = CORE_TOTALS + 8;
    static final int CORE_SPINS = CORE_TOTALS + 16;
    static final int CORE_PARKS = CORE_TOTALS + 24;
    static final int CORE_WAKE_UPS = CORE_TOTALS + 32;
    static final int CORE_HAND_OFFS = CORE_TOTALS + 40;
    static final int CORE_WOULD_BLOCK = CORE_TOTALS + 48;
    static final int CORE_HELD_BACK = CORE_TOTALS + 56;
    static final int CORE_CANCELLED = CORE_TOTALS + 64;
    static final int CORE_BATCH_SIZES = 256;
    static final int CORE_QUEUE_WAIT = 512;
    static final int CORE_SERVICE_TIME = 768;

    /** Grows by one when a page takes the block and when it gives it back: odd while one has it. */
    static final int PAGE_GENERATION = 0;
    static final int PAGE_OWNER = 8;
    static final int PAGE_CAPACITY = 16;
    static final int PAGE_KIND = 24;
    static final int PAGE_TOTALS = 32;
    static final int PAGE_SUBMITTED = PAGE_TOTALS;
    static final int PAGE_REAPED = PAGE_TOTALS + 8;
    static final int PAGE_FULL = PAGE_TOTALS + 16;
    static final int PAGE_WAKE_UPS = PAGE_TOTALS + 24;
    static final int PAGE_CANCELS = PAGE_TOTALS + 32;
    static final int PAGE_WAITS = PAGE_TOTALS + 40;
    /** In the order of the totals. */
    static final int PAGE_START = 80;
    static final int PAGE_TOTALS_COUNT = 6;

    private CounterLayout() {}

    static int core(int index) {
        return ENGINE_LENGTH + index * CORE_LENGTH;
    }

    static int page(int index) {
        return ENGINE_LENGTH + CORES * CORE_LENGTH + index * PAGE_LENGTH;
    }
}
