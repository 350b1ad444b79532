/** Shared memory regions and lock-free rings over them. */
@SuppressWarnings("module") // a qualified export names a module that is built later
module io.sidecore.ringbuffer {
    exports io.sidecore.memory;
    exports io.sidecore.ring;
    exports io.sidecore.ring.broadcast;
    exports io.sidecore.memory.access to io.sidecore.syscall;
}
