package io.sidecore.bench.rig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the JVMs of all forks have in common. */
public final class ForkJvm {
    /** Of every JVM. The last two are for peers: Agrona's buffers need the one, JCTools warns without the other. Sidecore needs neither. */
    public static final List<String> FLAGS = List.of("--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    private ForkJvm() {}

    /**
     * The command of a JVM like this one.
     *
     * @param flags besides {@link #FLAGS}
     * @param main  class to run
     * @return the command, to which arguments can be added
     */
    public static List<String> command(List<String> flags, String main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        return command;
    }

    /** In a fork: ends this JVM when the pipe on standard input does, so that no fork outlives its parent. */
    public static void endWithParent() {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // Nothing is ever sent; only the end matters.
                }
            } catch (IOException e) {
                // The end too.
            }
            Runtime.getRuntime().halt(1);
        });
    }
}
