package io.sidecore.bench.floor;

import io.sidecore.bench.jmh.JmhEntrant;
import io.sidecore.bench.jmh.JmhExperiment;
import java.util.List;

/** What a native call costs by the way it is made. */
public final class NativeCallsExperiment implements JmhExperiment {
    /** For the command line. */
    public NativeCallsExperiment() {}

    @Override
    public String name() {
        return "native";
    }

    @Override
    public String title() {
        return "Time of a native call that does nothing, by the way it is made";
    }

    @Override
    public String remark() {
        return "JNI calls functions of the JDK: a checksum of one byte, and one that turns to the JVM; the others call getpagesize.";
    }

    @Override
    public List<JmhEntrant> entrants() {
        return List.of(entrant("JNI", "jniWithoutTheVm"), entrant("JNI, into the JVM", "jni"),
                entrant("FFM downcall", "downcall"), entrant("FFM downcall, critical", "criticalDowncall"),
                entrant("JNA direct mapping", "jnaDirect"), entrant("JNA interface mapping", "jnaInterface"));
    }

    private static JmhEntrant entrant(String name, String method) {
        return new JmhEntrant(name, NativeCalls.class, method);
    }
}
