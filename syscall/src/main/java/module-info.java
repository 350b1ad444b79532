/** System calls without a mode switch on the application core: pages, entries and the engines that execute them. */
// A qualified export names a module that is built later; Agrona has no module descriptor of its own.
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
module io.sidecore.syscall {
    requires transitive io.sidecore.ringbuffer;
    requires transitive io.sidecore.affinity;
    requires transitive org.agrona;
    requires jdk.jfr;

    exports io.sidecore.syscall;
    exports io.sidecore.syscall.call;
    exports io.sidecore.syscall.struct;
    exports io.sidecore.syscall.counters to io.sidecore.tools;
    exports io.sidecore.syscall.struct.socket;
}
