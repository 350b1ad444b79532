package io.sidecore.stress.crash.page;

import io.sidecore.affinity.CpuSet;
import io.sidecore.stress.crash.trial.LifeSigns;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.CoreOptions;
import io.sidecore.syscall.SharedPage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * The life of a process with one engine: of four callers, two have a page each and two share one. The engine's cores, how they wait and whether they sleep is
 * drawn from the seed.
 */
public final class PageLife {
    /** The two callers of a shared page want more, and meet a full one. */
    private static final int ENTRIES = 64;

    private final PageOrder order;
    private final SplittableRandom random;

    /**
     * A life to be lived.
     *
     * @param order what to do
     */
    public PageLife(PageOrder order) {
        this.order = order;
        this.random = new SplittableRandom(order.seed());
    }

    /**
     * {@return whether a caller's page has another caller, the next one or the one before}
     *
     * @param caller its number
     */
    public static boolean isShared(int caller) {
        return caller % 4 >= 2;
    }

    /**
     * {@return the life signs of the process, in the book of its first caller}
     *
     * @throws IOException if it cannot be mapped
     */
    public LifeSigns signs() throws IOException {
        return book(0).signs();
    }

    private PageBook book(int caller) throws IOException {
        return new PageBook(map(new CallerFiles(order.folder(), caller).book(), Arena.global()));
    }

    /**
     * Starts the engine and the callers, and returns when all callers have come to an end.
     *
     * @param failed is told what a caller has met
     * @throws IOException          if a book cannot be mapped
     * @throws InterruptedException if it is interrupted meanwhile
     */
    public void live(Consumer<Throwable> failed) throws IOException, InterruptedException {
        CoreEngine engine = CoreEngine.start(options());
        List<Thread> threads = new ArrayList<>();
        SharedPage shared = null;
        for (int number = 0; number < order.callers(); number++) {
            if (isShared(number) && number % 2 == 0) {
                shared = engine.registerShared(ENTRIES);
            }
            SharedPage page = shared;
            Supplier<Desk> desk = isShared(number) ? () -> Desk.at(page) : () -> Desk.at(engine.register(ENTRIES));
            CallerFiles files = new CallerFiles(order.folder(), number);
            PageBook book = book(number);
            SplittableRandom own = random.split();
            threads.add(Thread.ofPlatform().name("caller " + number).unstarted(() -> {
                try {
                    new Caller(desk.get(), files, book, order, own).live();
                    book.signs().finish();
                } catch (Throwable e) {
                    book.signs().fail();
                    failed.accept(e);
                }
            }));
        }
        if (order.plant() == PageOrder.Plant.STRAY) {
            Thread.ofPlatform().name("stray").start(() -> {
                throw new IllegalStateException("planted");
            });
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private CoreOptions options() {
        int[] cpus = CpuSet.grantable().stream().toArray();
        Integer[] cores = random.nextBoolean()
                ? new Integer[]{cpus[random.nextInt(cpus.length)]}
                : Arrays.stream(cpus).limit(2).boxed().toArray(Integer[]::new);
        Supplier<IdleStrategy> idle = random.nextBoolean()
                ? YieldingIdleStrategy::new
                : () -> new BackoffIdleStrategy(10, 10, 1_000, 100_000);
        CoreOptions options = CoreOptions.on(cores).idling(idle);
        return random.nextBoolean() ? options : options.sleepingAfter(Duration.ofNanos(random.nextInt(1_000_000)));
    }

    static MemorySegment map(Path file, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
        }
    }
}
