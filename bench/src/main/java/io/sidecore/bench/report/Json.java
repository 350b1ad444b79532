package io.sidecore.bench.report;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Maps, iterables, strings, numbers and booleans as JSON text. */
final class Json {
    private Json() {}

    /** One value; a number that JSON has no form for becomes null. */
    static String text(Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map ->
                map.entrySet().stream().map(e -> quoted(e.getKey().toString()) + ":" + text(e.getValue()))
                        .collect(Collectors.joining(",\n", "{", "}"));
            case Iterable<?> all -> StreamSupport.stream(all.spliterator(), false).map(Json::text)
                    .collect(Collectors.joining(",", "[", "]"));
            case Double number when !Double.isFinite(number) -> "null";
            case Double number -> String.format(Locale.ROOT, "%.4f", number);
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                default -> quoted.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }
}
