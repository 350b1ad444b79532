package io.sidecore.memory;

import java.io.IOException;

/** A region that cannot be created or attached; the message names the file, the header field and what to do. */
public final class RegionException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * A refusal with its reason.
     *
     * @param message file, field, value found and value wanted
     */
    public RegionException(String message) {
        super(message);
    }

    /**
     * A refusal that has a cause.
     *
     * @param message file and what failed
     * @param cause   the error of the operating system
     */
    public RegionException(String message, Throwable cause) {
        super(message, cause);
    }
}
