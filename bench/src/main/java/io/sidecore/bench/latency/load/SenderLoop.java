package io.sidecore.bench.latency.load;

import java.util.Arrays;
import org.agrona.concurrent.NanoClock;

/**
 * The loop of a {@link Sender}. For measuring, each transport has a copy of this class, see {@link Copies}: the compiler then sees one
 * transport only in each, as it would in an application.
 */
final class SenderLoop implements Sender {
    /** Silence of this length while messages are in flight means that they are lost. */
    static final long LOST_NANOS = 20_000_000_000L;

    private static final long FREE = Long.MIN_VALUE;

    private final Transport transport;
    private final NanoClock clock;
    private final boolean ordered;
    /** For each message in flight, side by side so that one line has both: when it was meant to be sent, and when it was. */
    private final long[] times = new long[2 * IN_FLIGHT];
    /** Numbers go on over the windows. */
    private long next;

    SenderLoop(Transport transport, NanoClock clock) {
        this.transport = transport;
        this.clock = clock;
        this.ordered = transport.isOrdered();
        Arrays.fill(times, FREE);
    }

    @Override
    public void run(Schedule schedule, Window window) {
        long first = next;
        long end = first + schedule.messages();
        long number = first;
        long returned = first;
        long interval = schedule.interval();
        long start = clock.nanoTime();
        long giveUp = start + schedule.nanos() + schedule.nanos() / 2;
        Schedule.Cursor cursor = schedule.from(start);
        long look = start;
        long heard = start;
        long lastSent = start;
        while (returned < end) {
            long now = clock.nanoTime();
            window.look(now - look);
            look = now;
            if (number < end) {
                long due = cursor.due();
                if (due - now <= 0) {
                    if (now - giveUp > 0) {
                        giveUp = now;
                        end = number;
                    } else if (send(number, due, now)) {
                        window.sent(now - due, interval);
                        cursor.advance();
                        number++;
                        lastSent = now;
                    }
                }
            }
            long back = transport.poll();
            if (back != Transport.NONE) {
                int place = place(back);
                long sent = times[place + 1];
                if (back >= number || sent == FREE || ordered && back != returned) {
                    throw wrong(back, returned, number);
                }
                times[place + 1] = FREE;
                long at = clock.nanoTime();
                window.look(at - look);
                look = at;
                heard = at;
                window.returned(at - times[place], at - sent);
                returned++;
            } else if (now - heard > LOST_NANOS && returned < number) {
                throw wrong(back, returned, number);
            }
        }
        next = end;
        window.end(schedule, look - start, lastSent - start, giveUp - start);
    }

    private boolean send(long number, long due, long now) {
        int place = place(number);
        if (times[place + 1] != FREE || !transport.offer(number)) {
            return false;
        }
        times[place] = due;
        times[place + 1] = now;
        return true;
    }

    private static int place(long number) {
        return 2 * ((int) number & IN_FLIGHT - 1);
    }

    private static IllegalStateException wrong(long back, long returned, long number) {
        return new IllegalStateException(back == Transport.NONE
                ? "nothing has come back for a long while: of " + number + " messages, " + returned + " have returned"
                : "message " + back + " came back, where " + returned + " to " + (number - 1) + " were expected");
    }
}
