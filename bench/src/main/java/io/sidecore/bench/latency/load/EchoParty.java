package io.sidecore.bench.latency.load;

import io.sidecore.affinity.PinnedThread;
import io.sidecore.bench.latency.meter.Compiling;
import java.util.List;

/** The other side: sends back, on its own CPU, for whichever transport the sender names. */
public final class EchoParty {
    private final Control control;
    private final List<Transport> transports;

    /**
     * The other side of some transports.
     *
     * @param control    how the sender tells
     * @param transports by index
     */
    public EchoParty(Control control, List<Transport> transports) {
        this.control = control;
        this.transports = List.copyOf(transports);
    }

    /**
     * Runs on the calling thread, pinned, until the sender's side finishes. A failure is printed, and told.
     *
     * @param cpu to run on
     */
    public void run(int cpu) {
        try (PinnedThread pin = PinnedThread.to(cpu)) {
            Echo[] echoes = new Echo[transports.size()];
            for (long sequence = 1;; sequence++) {
                int index = control.awaitCommand(sequence);
                if (index == Control.END) {
                    return;
                }
                if (echoes[index] == null) {
                    transports.get(index).follow();
                    echoes[index] = Copies.echo(transports.get(index), control);
                }
                control.begun(sequence, pin.tid());
                echoes[index].run(sequence);
                control.done(sequence, Compiling.millis());
            }
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            control.failed();
        }
    }
}
