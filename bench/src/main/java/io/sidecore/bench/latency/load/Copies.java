package io.sidecore.bench.latency.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import org.agrona.concurrent.NanoClock;

/**
 * Copies of the loops, one for each transport, as hidden classes. HotSpot keeps what it learns of a call with the code that makes it; in one
 * loop for all, every message would pay for a choice among them, and the first ones measured would have other code than the last.
 */
public final class Copies {
    private Copies() {}

    /**
     * A sender of its own.
     *
     * @param transport to send through
     * @param clock     to look at
     * @return the sender
     */
    public static Sender sender(Transport transport, NanoClock clock) {
        return make(SenderLoop.class, Sender.class, new Class<?>[]{Transport.class, NanoClock.class}, transport, clock);
    }

    /**
     * The other side of its own.
     *
     * @param transport to send back through
     * @param control   tells when to stop
     * @return the loop
     */
    static Echo echo(Transport transport, Control control) {
        return make(EchoLoop.class, Echo.class, new Class<?>[]{Transport.class, Control.class}, transport, control);
    }

    private static <T> T make(Class<? extends T> original, Class<T> as, Class<?>[] parameters, Object... arguments) {
        try (InputStream code = original.getResourceAsStream(original.getSimpleName() + ".class")) {
            Class<?> copy = MethodHandles.lookup().defineHiddenClass(code.readAllBytes(), true).lookupClass();
            return as.cast(copy.getDeclaredConstructor(parameters).newInstance(arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
