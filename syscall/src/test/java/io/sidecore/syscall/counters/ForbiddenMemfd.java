package io.sidecore.syscall.counters;

import io.sidecore.memory.RegionException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** A process that is out of descriptors when it creates counters. */
final class ForbiddenMemfd {
    private ForbiddenMemfd() {}

    @SuppressWarnings("resource")
    public static void main(String[] arguments) throws ClassNotFoundException {
        // Loads every class that is needed later, for which there will be no descriptor.
        Class.forName(RegionException.class.getName());
        EngineCounters first = EngineCounters.create("first", 0);
        first.openPage(1, 64, PageKind.PRIVATE);
        String seen = first.snapshot().name() + ' ' + first.isVisible() + ' ';
        List<InputStream> held = new ArrayList<>();
        try {
            while (true) {
                held.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException full) {
            EngineCounters second = EngineCounters.create("second", 0);
            second.openPage(1, 64, PageKind.PRIVATE).submitted(5);
            System.out.print(seen + second.snapshot().name() + ' ' + second.isVisible() + ' '
                    + second.snapshot().allPages().submitted());
        }
    }
}
