package io.sidecore.stress.failpoint;

import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;

/** The hooks that the patched classes call, and the harness on behalf of the application. */
public final class Failpoints {
    /** Decides what happens at a hook; every method may end the life of its caller. */
    public interface Controller {
        /**
         * A load is about to happen.
         *
         * @param site where
         */
        void beforeLoad(int site);

        /**
         * A store is about to happen.
         *
         * @param site where
         */
        void beforeStore(int site);

        /**
         * A store has happened.
         *
         * @param site where
         */
        void afterStore(int site);

        /**
         * A copy is about to happen, {@code beforeStore} has been called.
         *
         * @param site   where
         * @param length its bytes
         * @return how many bytes to copy before {@link #afterStore}, which will then end the life; {@code length} to spare it
         */
        long tear(int site, long length);

        /** {@return how many bytes of a copy pass at once, a multiple of eight; in front of each other piece, {@link #beforeLoad} is called} */
        long piece();

        /** The caller can do nothing now but wait for others. */
        void pause();

        /**
         * The caller sleeps until another one wakes it.
         *
         * @param place what it sleeps on
         */
        default void sleep(long place) {
            pause();
        }

        /**
         * Wakes all who sleep there.
         *
         * @param place what they sleep on
         */
        default void wake(long place) {}

        /**
         * The caller has taken a lock, or lets it go; until then it is nobody else's turn.
         *
         * @param more 1 or -1
         */
        default void lock(int more) {}

        /**
         * The caller has left a word for others, outside of the structure.
         *
         * @param word its address
         */
        default void tells(long word) {}

        /**
         * {@return whether the caller looks at such a word}
         *
         * @param word its address
         */
        default boolean learns(long word) {
            return true;
        }
    }

    private static volatile Controller controller;

    private Failpoints() {}

    /**
     * Puts a controller behind the hooks.
     *
     * @param chosen for all threads of this process; null for none
     */
    public static void control(Controller chosen) {
        controller = chosen;
    }

    /**
     * Called by patched classes in front of a load.
     *
     * @param site where
     */
    public static void beforeLoad(int site) {
        Controller now = controller;
        if (now != null) {
            now.beforeLoad(site);
        }
    }

    /**
     * Called by patched classes in front of a store.
     *
     * @param site where
     */
    public static void beforeStore(int site) {
        Controller now = controller;
        if (now != null) {
            now.beforeStore(site);
        }
    }

    /**
     * Called by patched classes behind a store.
     *
     * @param site where
     */
    public static void afterStore(int site) {
        Controller now = controller;
        if (now != null) {
            now.afterStore(site);
        }
    }

    /**
     * Called by patched classes instead of {@code OffHeap.copyFrom}.
     *
     * @param source       segment to read
     * @param sourceOffset first byte to read
     * @param address      absolute address of the first byte to write
     * @param length       bytes
     * @param site         where
     */
    public static void copyFrom(MemorySegment source, long sourceOffset, long address, long length, int site) {
        inPieces(length, site,
                (at, bytes) -> OffHeap.copyFrom(source, sourceOffset + at, address + at, bytes));
    }

    /**
     * Called by patched classes instead of {@code OffHeap.copyTo}.
     *
     * @param address      absolute address of the first byte to read
     * @param target       segment to write
     * @param targetOffset first byte to write
     * @param length       bytes
     * @param site         where
     */
    public static void copyTo(long address, MemorySegment target, long targetOffset, long length, int site) {
        inPieces(length, site, (at, bytes) -> OffHeap.copyTo(address + at, target, targetOffset + at, bytes));
    }

    /**
     * Called by patched classes instead of {@code OffHeap.copyWords}.
     *
     * @param source absolute address of the first byte to read
     * @param target absolute address of the first byte to write
     * @param length bytes, rounded up to words
     * @param site   where
     */
    public static void copyWords(long source, long target, int length, int site) {
        inPieces(length, site, (at, bytes) -> OffHeap.copyWords(source + at, target + at, (int) bytes));
    }

    private interface Piece {
        void copy(long at, long bytes);
    }

    /** Others may come between two pieces, and death in the middle. */
    private static void inPieces(long length, int site, Piece piece) {
        beforeStore(site);
        Controller now = controller;
        long end = tear(site, length);
        long step = now == null ? length : now.piece();
        for (long at = 0; at < end; at += step) {
            if (at > 0) {
                beforeLoad(site);
            }
            piece.copy(at, Math.min(step, end - at));
        }
        afterStore(site);
    }

    /**
     * {@return how many bytes of a copy to let through, behind {@link #beforeStore}}
     *
     * @param site   where
     * @param length all of them
     */
    public static long tear(int site, long length) {
        Controller now = controller;
        return now == null ? length : now.tear(site, length);
    }

    /** The application is between two stores of its own: to a payload, or to what a handler keeps. */
    public static void application() {
        beforeStore(Site.APPLICATION);
        afterStore(Site.APPLICATION);
    }

    /** Waits a moment for others. */
    public static void pause() {
        Controller now = controller;
        if (now != null) {
            now.pause();
        } else {
            LockSupport.parkNanos(20_000);
        }
    }

    /**
     * The harness has left a word for others, outside of the structure.
     *
     * @param word its address
     */
    public static void tells(long word) {
        Controller now = controller;
        if (now != null) {
            now.tells(word);
        }
    }

    /**
     * {@return whether the harness is to look at such a word, and to know from then on what was known to who has left it}
     *
     * @param word its address
     */
    public static boolean learns(long word) {
        Controller now = controller;
        return now == null || now.learns(word);
    }

    /**
     * The caller has taken a lock, or lets it go.
     *
     * @param more 1 or -1
     */
    public static void lock(int more) {
        controller.lock(more);
    }

    /**
     * Sleeps until another one wakes the caller.
     *
     * @param place what it sleeps on
     */
    public static void sleep(long place) {
        controller.sleep(place);
    }

    /**
     * Wakes all who sleep there.
     *
     * @param place what they sleep on
     */
    public static void wake(long place) {
        controller.wake(place);
    }
}
