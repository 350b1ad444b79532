package io.sidecore.syscall.call;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the C compiler of this machine reads in the headers of the kernel and the C library. */
final class Headers {
    private static final Pattern DEFINITION = Pattern.compile("#define (\\w+) (\\w+)");

    private Headers() {}

    /** The definitions that are one word, after preprocessing; those that lead to others are followed. */
    static Map<String, Integer> definitions(String source, String prefix) throws IOException, InterruptedException {
        Map<String, String> all = compiler(source, "-E", "-dM", "-").stream().map(DEFINITION::matcher)
                .filter(Matcher::matches).collect(Collectors.toMap(m -> m.group(1), m -> m.group(2), (a, _) -> a));
        Map<String, Integer> numbers = new TreeMap<>();
        all.forEach((name, text) -> {
            String value = text;
            while (all.containsKey(value)) {
                value = all.get(value);
            }
            if (name.startsWith(prefix) && value.matches("\\d+")) {
                numbers.put(name.substring(prefix.length()), Integer.parseInt(value));
            }
        });
        return numbers;
    }

    /** Those of the names that the headers define, with their values as int. */
    static Map<String, Integer> constants(Collection<String> headers, Collection<String> names, Path folder)
            throws IOException, InterruptedException {
        StringBuilder source = new StringBuilder("#define _GNU_SOURCE\n#include <stdio.h>\n");
        headers.forEach(header -> source.append("#include <").append(header).append(">\n"));
        source.append("int main() {\n");
        names.forEach(name -> source.append("#ifdef ").append(name).append("\nprintf(\"%s %d\\n\", \"").append(name)
                .append("\", (int) (").append(name).append("));\n#endif\n"));
        Map<String, Integer> values = new TreeMap<>();
        for (String line : run(source.append("}\n").toString(), folder)) {
            values.put(line.split(" ")[0], Integer.parseInt(line.split(" ")[1]));
        }
        return values;
    }

    /** What a C program prints. */
    static List<String> run(String source, Path folder) throws IOException, InterruptedException {
        Path program = folder.resolve("program");
        compiler(source, "-o", program.toString(), "-");
        return output(new ProcessBuilder(program.toString()), "");
    }

    private static List<String> compiler(String source, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("cc", "-xc", "-w"));
        command.addAll(List.of(options));
        boolean there = Pattern.compile(":").splitAsStream(System.getenv("PATH"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cc")));
        assumeTrue(there && Files.exists(Path.of("/usr/include/linux/fs.h")),
                "no C compiler or no kernel headers here");
        return output(new ProcessBuilder(command), source);
    }

    private static List<String> output(ProcessBuilder builder, String input) throws IOException, InterruptedException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var stdin = process.outputWriter()) {
            stdin.write(input);
        }
        try (var stdout = process.inputReader()) {
            List<String> lines = stdout.lines().toList();
            if (process.waitFor() != 0) {
                throw new IOException(builder.command() + " ended with " + process.exitValue());
            }
            return lines;
        }
    }
}
