package io.sidecore.syscall;

/**
 * Executes the entries of the pages that are registered with it.
 *
 * <p>Registering and closing are thread-safe.
 */
public sealed interface Engine extends AutoCloseable permits DirectEngine, CoreEngine {
    /**
     * Gives the calling thread a page ({@code flexsc_register}).
     *
     * @param entries calls in flight at most, a power of two from 64 to 32768
     * @return the page, to be used by one thread at a time
     * @throws IllegalArgumentException if the number of entries is out of range
     * @throws IllegalStateException    if the engine is closed
     */
    SyscallPage register(int entries);

    /**
     * Gives the calling thread a page of {@value SyscallPage#DEFAULT_ENTRIES} entries.
     *
     * @return the page, to be used by one thread at a time
     * @throws IllegalStateException if the engine is closed
     */
    default SyscallPage register() {
        return register(SyscallPage.DEFAULT_ENTRIES);
    }

    /**
     * Makes a page that any thread may submit to.
     *
     * @param entries calls in flight at most, a power of two from 64 to 32768
     * @return the page, for any number of threads
     * @throws IllegalArgumentException if the number of entries is out of range
     * @throws IllegalStateException    if the engine is closed
     */
    SharedPage registerShared(int entries);

    /**
     * Makes a page of {@value SharedPage#DEFAULT_ENTRIES} entries that any thread may submit to.
     *
     * @return the page, for any number of threads
     * @throws IllegalStateException if the engine is closed
     */
    default SharedPage registerShared() {
        return registerShared(SharedPage.DEFAULT_ENTRIES);
    }

    /**
     * Registers a function that pages of this engine can call, for as long as the engine lives.
     *
     * @param function runs where this engine executes calls
     * @return what to call it by
     * @throws IllegalStateException if 65,536 are registered
     */
    Delegate register(DelegatedFunction function);

    /** {@return in one line, who executes the calls, and where} */
    String describe();

    /**
     * Ends the engine: later calls are refused; every call that was submitted before becomes final. Those that have not begun are executed;
     * those that wait for something are interrupted, and those that an order keeps waiting for one of these are given up: both end with
     * {@code -ECANCELED}. Who comes second waits for the same end; after an exception it can be tried again.
     *
     * @throws IllegalStateException if a call cannot be interrupted and so holds up the end for 5 s; the message names it
     */
    @Override
    void close();
}
