package io.sidecore.syscall;

/** What an engine tells the pages that it serves, from any thread. */
sealed interface Page permits SyscallPage {
    /** {@return its number among those that are counted, or -1} */
    int number();

    /** No more submissions; before the engine looks for the last ones. */
    void refuseSubmissions();

    /** No more results; when the engine has executed what it found. */
    void end();
}
