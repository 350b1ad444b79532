package io.sidecore.syscall;

/** What an engine tells the pages that it serves, from any thread. */
sealed interface Page permits SyscallPage, SharedPage {
    /** No more submissions; before the engine looks for the last ones. */
    void refuseSubmissions();

    /** No more results; when the engine has executed what it found. */
    void end();
}
