package io.sidecore.tools.report;

import io.sidecore.tools.Command;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * When a command looks: at once, and again for rates, and again for as long as somebody watches.
 *
 * @param interval seconds over which rates are taken; 0: none
 * @param watch    seconds between looks; null: one look only
 * @param clear    whether to clear the screen, or leave a line empty, between looks
 * @param out      where that is done
 */
public record Looks(double interval, Double watch, boolean clear, PrintWriter out) {
    /**
     * Looks, and prints, until nothing is left to see, nobody reads any more what is printed, or somebody interrupts this thread.
     *
     * @param observe     one look
     * @param isWorthwhile whether another look might see something
     * @param print       prints the last look; returns an exit code
     * @return the exit code of the last one printed
     */
    public int run(Runnable observe, BooleanSupplier isWorthwhile, IntSupplier print) {
        observe.run();
        double pause = watch == null ? interval : watch;
        if (pause > 0 && isWorthwhile.getAsBoolean()) {
            if (!sleep(pause)) {
                return Command.OK;
            }
            observe.run();
        }
        int code = print.getAsInt();
        // A reader that has gone is not an exception of a PrintWriter, which has to be asked.
        while (watch != null && isWorthwhile.getAsBoolean() && !out.checkError() && sleep(watch)) {
            observe.run();
            if (clear) {
                out.print(isTerminal() ? "\u001b[H\u001b[2J" : System.lineSeparator());
            }
            code = print.getAsInt();
        }
        return code;
    }

    private static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    /** Whether to go on; false if somebody wants this thread to end. */
    private static boolean sleep(double seconds) {
        try {
            Thread.sleep((long) (seconds * 1000));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
