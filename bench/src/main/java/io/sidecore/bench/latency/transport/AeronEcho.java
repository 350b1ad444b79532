package io.sidecore.bench.latency.transport;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.sidecore.bench.latency.load.Transport;
import io.sidecore.bench.rings.message.Payload;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/**
 * Two exclusive publications of Aeron over {@code aeron:ipc}, with a media driver in the sender's process. The driver's thread and the clients'
 * conductors have no CPU of their own here; all sleep a millisecond between their rounds.
 */
final class AeronEcho implements Transport {
    private static final String CHANNEL = "aeron:ipc?term-length=1m";
    private static final int THERE = 1;
    private static final int BACK = 2;

    /** Null in the other process. */
    private final MediaDriver driver;
    private final Aeron aeron;
    private final BufferClaim claim = new BufferClaim();
    private final BufferMessage arrival = new BufferMessage();
    private ExclusivePublication there;
    private Subscription returning;
    private Subscription arriving;
    private Reply reply;

    AeronEcho(Path folder, boolean create) {
        String directory = folder.resolve("aeron").toString();
        driver = create
                ? MediaDriver.launch(new MediaDriver.Context().aeronDirectoryName(directory)
                        .threadingMode(ThreadingMode.SHARED).sharedIdleStrategy(new SleepingMillisIdleStrategy(1))
                        .dirDeleteOnShutdown(true).warnIfDirectoryExists(false))
                : null;
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(directory)
                .idleStrategy(new SleepingMillisIdleStrategy(1)));
    }

    @Override
    public void lead() {
        returning = aeron.addSubscription(CHANNEL, BACK);
        there = aeron.addExclusivePublication(CHANNEL, THERE);
    }

    @Override
    public void follow() {
        arriving = aeron.addSubscription(CHANNEL, THERE);
        ExclusivePublication back = aeron.addExclusivePublication(CHANNEL, BACK);
        while (!back.isConnected() || !arriving.isConnected()) {
            Thread.onSpinWait();
        }
        reply = new Reply(back);
    }

    @Override
    public boolean offer(long number) {
        if (!claim(there, claim)) {
            return false;
        }
        Payload.write(claim.buffer(), claim.offset(), number);
        claim.commit();
        return true;
    }

    @Override
    public long poll() {
        return returning.poll(arrival, 1) == 0 ? NONE : arrival.number();
    }

    @Override
    public void echo() {
        arriving.poll(reply, Entrants.BATCH);
    }

    /** There is no room where a term ends, where the driver has not yet moved the limit on, and before the two sides have met. */
    private static boolean claim(ExclusivePublication publication, BufferClaim claim) {
        long position = publication.tryClaim(Payload.BYTES, claim);
        if (position < 0 && position != Publication.ADMIN_ACTION && position != Publication.BACK_PRESSURED
                && position != Publication.NOT_CONNECTED) {
            throw new IllegalStateException("Aeron: " + Publication.errorString(position));
        }
        return position >= 0;
    }

    @Override
    public void close() {
        aeron.close();
        if (driver != null) {
            driver.close();
        }
    }

    /** Sends each message back, word by word. */
    private static final class Reply implements FragmentHandler {
        private final ExclusivePublication publication;
        private final BufferClaim claim = new BufferClaim();

        Reply(ExclusivePublication publication) {
            this.publication = publication;
        }

        @Override
        public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
            while (!claim(publication, claim)) {
                Thread.onSpinWait();
            }
            BufferMessage.copy(buffer, offset, claim.buffer(), claim.offset());
            claim.commit();
        }
    }
}
