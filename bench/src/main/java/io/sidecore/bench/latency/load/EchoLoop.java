package io.sidecore.bench.latency.load;

/** The loop of an {@link Echo}; copied as {@link SenderLoop} is. */
final class EchoLoop implements Echo {
    private final Transport transport;
    private final Control control;

    EchoLoop(Transport transport, Control control) {
        this.transport = transport;
        this.control = control;
    }

    @Override
    public void run(long sequence) {
        while (!control.isStopped(sequence)) {
            transport.echo();
        }
    }
}
