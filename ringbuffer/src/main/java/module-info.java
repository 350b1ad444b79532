/** Shared memory regions and lock-free rings over them. */
// A qualified export names a module that is built later; Agrona has no module descriptor of its own.
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
module io.sidecore.ringbuffer {
    // Static: only the adapter needs it, and only its users must have it.
    requires static transitive org.agrona;

    exports io.sidecore.memory;
    exports io.sidecore.ring;
    exports io.sidecore.ring.broadcast;
    exports io.sidecore.ring.agrona;
    exports io.sidecore.memory.access to io.sidecore.syscall;
}
