package io.sidecore.tools.region;

/** Whether a text is one JSON value, by the grammar of RFC 8259. */
final class JsonSyntax {
    private final String text;
    private int at;

    private JsonSyntax(String text) {
        this.text = text;
    }

    static boolean isValid(String text) {
        JsonSyntax syntax = new JsonSyntax(text);
        return syntax.value() && syntax.at == text.length();
    }

    private boolean value() {
        if (take("\\{")) {
            return take("\\}") || list(() -> string() && take(": ?") && value(), "\\}");
        }
        if (take("\\[")) {
            return take("\\]") || list(this::value, "\\]");
        }
        return string() || take("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?|true|false|null");
    }

    private boolean string() {
        return take("\"([^\"\\\\\\x00-\\x1f]|\\\\([\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*\"");
    }

    private boolean list(java.util.function.BooleanSupplier item, String end) {
        do {
            if (!item.getAsBoolean()) {
                return false;
            }
        } while (take(", ?"));
        return take(end);
    }

    private boolean take(String pattern) {
        java.util.regex.Matcher matcher = java.util.regex.Pattern.compile(pattern).matcher(text).region(at,
                text.length());
        boolean found = matcher.lookingAt();
        at = found ? matcher.end() : at;
        return found;
    }
}
