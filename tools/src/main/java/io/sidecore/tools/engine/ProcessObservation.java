package io.sidecore.tools.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One process over time: its engines at the last two looks. */
final class ProcessObservation {
    private final long pid;
    private List<EngineSample> previous = List.of();
    private List<EngineSample> latest = List.of();
    private ProcessEngines process;
    private List<String> errors = List.of();

    ProcessObservation(long pid) {
        this.pid = pid;
    }

    /** Looks again. */
    void observe() {
        previous = latest;
        List<EngineSample> samples = new ArrayList<>();
        List<String> found = new ArrayList<>();
        try {
            process = ProcessEngines.find(pid);
            process.regions().forEach(region -> {
                try {
                    samples.add(EngineSample.take(region));
                } catch (IOException e) {
                    found.add(e.getMessage());
                }
            });
        } catch (IOException e) {
            found.add(e.getMessage());
        }
        latest = List.copyOf(samples);
        errors = List.copyOf(found);
    }

    long pid() {
        return pid;
    }

    /** Of the last look; null if it found none. */
    ProcessEngines process() {
        return latest.isEmpty() ? null : process;
    }

    /** What the last look could not show, for the user. */
    List<String> errors() {
        return errors;
    }

    List<EngineLook> engines() {
        return latest.stream().map(now -> new EngineLook(now, before(now))).toList();
    }

    private Optional<EngineSample> before(EngineSample now) {
        return previous.stream().filter(now::isSameEngine).findAny();
    }
}
