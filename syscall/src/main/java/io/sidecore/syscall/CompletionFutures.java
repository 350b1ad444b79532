package io.sidecore.syscall;

import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.IdleStrategy;

/**
 * A {@link SyscallPage}'s completions as futures, for those who combine them. A future holds the kernel's result: 0 or more, or a negated error
 * number.
 *
 * <p>For the page's owner, who polls here instead of at the page: futures are completed, and what depends on them runs, on that thread. Only the
 * futures themselves are for any thread; to complete or cancel one has no effect on its call. Allocates a future and a boxed result for each call.
 */
public final class CompletionFutures implements AutoCloseable {
    private final SyscallPage page;
    private final CompletionHandler others;
    private final CompletionHandler handler = this::complete;
    /** By entry. */
    private final CompletableFuture<Long>[] futures;
    private final long[] tokens;

    /**
     * Futures of a page's calls; the results of calls that have none are dropped.
     *
     * @param page whose results come here
     */
    public CompletionFutures(SyscallPage page) {
        this(page, (token, result) -> {});
    }

    /**
     * Futures of some of a page's calls.
     *
     * @param page   whose results come here
     * @param others receives the results of calls that have no future
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public CompletionFutures(SyscallPage page, CompletionHandler others) {
        this.page = page;
        this.others = others;
        int slots = page.capacity() + 1;
        this.futures = new CompletableFuture[slots];
        this.tokens = new long[slots];
    }

    /**
     * The future of a call in flight.
     *
     * @param token of the call
     * @return the future, always the same for the same call. It fails with {@link IllegalStateException} if the result is taken from the page
     *         itself, as soon as that is noticed
     * @throws IllegalArgumentException if no such call is in flight, so also for {@link SyscallPage#FULL}
     */
    public CompletableFuture<Long> of(long token) {
        int slot = page.requireInFlight(token);
        CompletableFuture<Long> future = futures[slot];
        if (future != null && tokens[slot] == token) {
            return future;
        }
        if (future != null) {
            future.completeExceptionally(new IllegalStateException(
                    "the result of the call with token " + tokens[slot] + " has been taken from the page itself"));
        }
        tokens[slot] = token;
        return futures[slot] = new CompletableFuture<>();
    }

    /**
     * Completes futures of calls that are done, see {@link SyscallPage#poll}.
     *
     * @param limit at most so many results
     * @return results handed over
     */
    public int poll(int limit) {
        return page.poll(handler, limit);
    }

    /**
     * Waits until at least one call is done, and completes the futures of what is, see {@link SyscallPage#await(CompletionHandler, IdleStrategy)}.
     *
     * @param idle how to wait; reset whenever a result was there
     * @return results handed over; 0 only if nothing is in flight
     * @throws IllegalStateException if the engine has ended and a call is still stuck in the kernel
     */
    public int await(IdleStrategy idle) {
        return page.await(handler, idle);
    }

    private void complete(long token, long result) {
        int slot = SyscallPage.slot(token);
        CompletableFuture<Long> future = futures[slot];
        if (future == null || tokens[slot] != token) {
            others.onCompletion(token, result);
        } else {
            futures[slot] = null;
            future.complete(result);
        }
    }

    /**
     * Closes the page as {@link SyscallPage#close} does, and completes the futures of the calls that end so.
     *
     * @throws IllegalStateException if a call cannot be interrupted and has not returned within 5 s; this can be closed again later
     */
    @Override
    public void close() {
        page.close(handler);
    }
}
