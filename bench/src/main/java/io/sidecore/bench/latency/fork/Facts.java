package io.sidecore.bench.latency.fork;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Numbers by name, which a fork writes and its parent reads. */
final class Facts {
    static final String FILE = "facts.properties";

    private final Properties values = new Properties();

    void put(String name, Number value) {
        values.setProperty(name, value.toString());
    }

    long number(String name) {
        return Long.parseLong(get(name));
    }

    double real(String name) {
        return Double.parseDouble(get(name));
    }

    private String get(String name) {
        String value = values.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("a fork has not told " + name);
        }
        return value;
    }

    void write(Path folder) throws IOException {
        try (Writer writer = Files.newBufferedWriter(folder.resolve(FILE))) {
            values.store(writer, null);
        }
    }

    static Facts read(Path folder) throws IOException {
        Facts facts = new Facts();
        try (Reader reader = Files.newBufferedReader(folder.resolve(FILE))) {
            facts.values.load(reader);
        }
        return facts;
    }
}
