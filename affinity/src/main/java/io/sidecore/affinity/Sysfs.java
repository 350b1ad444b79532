package io.sidecore.affinity;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Files of one value each under a folder. What cannot be read has the default the caller states; what is malformed is an error. */
final class Sysfs {
    private final Path folder;

    Sysfs(Path folder) {
        this.folder = folder;
    }

    Sysfs under(String name) {
        return new Sysfs(folder.resolve(name));
    }

    /** The numbers N of the entries called {@code prefixN}, ascending: {@code cpu0}, but neither {@code cpufreq} nor {@code cpuidle}. */
    List<Integer> numbered(String prefix) {
        List<Integer> numbers = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, prefix + "*")) {
            for (Path entry : entries) {
                String rest = entry.getFileName().toString().substring(prefix.length());
                if (rest.matches("\\d{1,5}")) {
                    numbers.add(Integer.valueOf(rest));
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        Collections.sort(numbers);
        return numbers;
    }

    String text(String file, String otherwise) {
        try {
            return Files.readString(folder.resolve(file)).strip();
        } catch (IOException e) {
            // Absent, hidden from a container, or of a CPU that goes offline while it is read (ENXIO, ENODEV): all as good as absent.
            return otherwise;
        }
    }

    CpuSet cpus(String file, CpuSet otherwise) {
        String list = text(file, null);
        if (list == null) {
            return otherwise;
        }
        // Kernels built with nohz_full print a null pointer for it when it was not asked for at boot.
        if ("(null)".equals(list)) {
            return CpuSet.empty();
        }
        try {
            return CpuSet.parse(list);
        } catch (IllegalArgumentException e) {
            throw malformed(file, e);
        }
    }

    int number(String file, int otherwise) {
        String digits = text(file, null);
        if (digits == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw malformed(file, e);
        }
    }

    /** A size as the kernel prints it: {@code 32768K}. In bytes. */
    long bytes(String file, long otherwise) {
        String size = text(file, null);
        if (size == null || size.isEmpty()) {
            return otherwise;
        }
        int unit = "KMG".indexOf(size.charAt(size.length() - 1)) + 1;
        try {
            return Long.parseLong(unit == 0 ? size : size.substring(0, size.length() - 1)) << 10 * unit;
        } catch (NumberFormatException e) {
            throw malformed(file, e);
        }
    }

    AffinityException malformed(String file, IllegalArgumentException cause) {
        return new AffinityException(folder.resolve(file) + ": " + cause.getMessage(), cause);
    }
}
