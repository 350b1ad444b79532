/** CPU sets, topology, pinning and core plans. */
@SuppressWarnings("requires-automatic") // JNA names its module in its manifest only.
module io.sidecore.affinity {
    requires com.sun.jna;

    exports io.sidecore.affinity;
}
