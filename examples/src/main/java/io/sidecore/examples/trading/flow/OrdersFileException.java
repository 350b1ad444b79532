package io.sidecore.examples.trading.flow;

import java.io.IOException;

/** An orders file that cannot be used. The message, for the user, names the file and, if there is one, the line. */
public final class OrdersFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * A file that does not say what it should.
     *
     * @param message what is wrong, with the file's name
     */
    public OrdersFileException(String message) {
        super(message);
    }

    /**
     * A file that cannot be read.
     *
     * @param message what is wrong, with the file's name
     * @param cause what the system said
     */
    public OrdersFileException(String message, IOException cause) {
        super(message, cause);
    }
}
