package io.sidecore.tools.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An object of JSON on one line, its members in the order in which they are put. */
public final class Json {
    private final Map<String, Object> members = new LinkedHashMap<>();

    /** No members yet. */
    public Json() {}

    /**
     * Adds a member.
     *
     * @param name  of it
     * @param value whole numbers, truth values, texts, lists, objects and null as they are; other numbers with three decimals
     * @return this
     */
    public Json put(String name, Object value) {
        members.put(name, value);
        return this;
    }

    @Override
    public String toString() {
        return members.entrySet().stream().map(member -> string(member.getKey()) + ": " + text(member.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> "null";
            case Double number -> String.format(Locale.ROOT, "%.3f", number);
            case String text -> string(text);
            case List<?> list -> list.stream().map(Json::text).collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString();
        };
    }

    private static String string(String value) {
        StringBuilder text = new StringBuilder("\"");
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (c < ' ') {
                text.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                text.append((char) c);
            }
        });
        return text.append('"').toString();
    }
}
