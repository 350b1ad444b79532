package io.sidecore.bench.rings.roundtrip;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rig.Padded;
import io.sidecore.bench.rings.message.Payload;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/**
 * Two exclusive publications of Aeron over {@code aeron:ipc}, with an embedded media driver. The driver's thread and the client's
 * conductor have no CPU of their own here; both sleep a millisecond between their rounds.
 */
final class AeronRoundTrip implements Contender {
    private static final String CHANNEL = "aeron:ipc?term-length=1m";
    private static final int THERE = 1;
    private static final int BACK = 2;

    private final MediaDriver driver;
    private final Aeron aeron;
    private final ExclusivePublication there;
    private final ExclusivePublication back;
    private final Subscription arriving;
    private final Subscription returning;
    private final BufferClaim claim = new BufferClaim();
    private final Arrival arrival = new Arrival();
    private final Echo echo;

    AeronRoundTrip(Path folder) {
        driver = MediaDriver
                .launchEmbedded(new MediaDriver.Context().aeronDirectoryName(folder.resolve("aeron").toString())
                        .threadingMode(ThreadingMode.SHARED).sharedIdleStrategy(new SleepingMillisIdleStrategy(1))
                        .dirDeleteOnShutdown(true).warnIfDirectoryExists(false));
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName())
                .idleStrategy(new SleepingMillisIdleStrategy(1)));
        arriving = aeron.addSubscription(CHANNEL, THERE);
        returning = aeron.addSubscription(CHANNEL, BACK);
        there = aeron.addExclusivePublication(CHANNEL, THERE);
        back = aeron.addExclusivePublication(CHANNEL, BACK);
        while (!there.isConnected() || !back.isConnected() || !arriving.isConnected() || !returning.isConnected()) {
            Thread.yield();
        }
        echo = new Echo(back);
    }

    @Override
    public void lead(int leader, long count) {
        for (long number = 0; number < count; number++) {
            claim(there, claim);
            Payload.write(claim.buffer(), claim.offset(), number);
            claim.commit();
            while (returning.poll(arrival, 1) == 0) {
                // The floor does not pause either.
            }
            RoundTripRig.check(arrival.first, arrival.sum, number);
        }
    }

    @Override
    public void follow(long count) {
        for (long left = count; left > 0;) {
            left -= arriving.poll(echo, 1);
        }
    }

    /** Spins where a term ends, and where the driver has not yet moved the limit on. */
    private static void claim(ExclusivePublication publication, BufferClaim claim) {
        long position;
        while ((position = publication.tryClaim(Payload.BYTES, claim)) < 0) {
            if (position != Publication.ADMIN_ACTION && position != Publication.BACK_PRESSURED) {
                throw new IllegalStateException("Aeron: " + Publication.errorString(position));
            }
        }
    }

    @Override
    public void close() {
        aeron.close();
        driver.close();
    }

    /** The message that came back. */
    private static final class Arrival extends Padded implements FragmentHandler {
        private long first;
        private long sum;

        @SuppressWarnings("unused")
        private Object q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16, q17, q18,
                q19, q20, q21, q22, q23, q24, q25, q26, q27, q28, q29, q30, q31;

        @Override
        public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
            first = buffer.getLong(offset);
            sum = Payload.read(buffer, offset);
        }
    }

    /** Sends each message back, word by word. */
    private static final class Echo implements FragmentHandler {
        private final ExclusivePublication publication;
        private final BufferClaim claim = new BufferClaim();

        Echo(ExclusivePublication publication) {
            this.publication = publication;
        }

        @Override
        public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
            claim(publication, claim);
            for (int word = 0; word < Payload.WORDS; word++) {
                claim.buffer().putLong(claim.offset() + 8 * word, buffer.getLong(offset + 8 * word));
            }
            claim.commit();
        }
    }
}
