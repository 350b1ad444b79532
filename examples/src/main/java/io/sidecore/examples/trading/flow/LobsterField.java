package io.sidecore.examples.trading.flow;

/** The columns of a LOBSTER message file: how each is called in an error, and which numbers it may hold. */
enum LobsterField {
    TIME("time", 0, Long.MAX_VALUE),
    TYPE("type", 1, 7),
    // −1 and 0 stand for "no order"; below that are the ids that the reader makes up.
    ORDER_ID("order id", -1, Long.MAX_VALUE),
    SIZE("size", Integer.MIN_VALUE, Integer.MAX_VALUE),
    PRICE("price", Long.MIN_VALUE, Long.MAX_VALUE),
    DIRECTION("direction", -1, 1);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int DECIMALS = 9;
    private static final int MAX_QUOTE = 40;

    private final String title;
    private final long min;
    private final long max;

    LobsterField(String title, long min, long max) {
        this.title = title;
        this.min = min;
        this.max = max;
    }

    /** The column's text as a number within its range. */
    long number(String text) throws Malformed {
        String digits = text.strip();
        long value = parse(digits, digits);
        if (value < min || value > max) {
            throw new Malformed(this, "must be between " + min + " and " + max + ", not " + quote(digits));
        }
        return value;
    }

    /** The column's text, seconds with up to nine decimals, as nanoseconds: exact, as a double would not be. */
    long nanos(String text) throws Malformed {
        String digits = text.strip();
        int point = digits.indexOf('.');
        String whole = point < 0 ? digits : digits.substring(0, point);
        String decimals = point < 0 ? "0" : digits.substring(point + 1);
        if (!isDigits(whole) || !isDigits(decimals)) {
            throw new Malformed(this, "not a number of seconds: " + quote(digits));
        }
        if (decimals.length() > DECIMALS) {
            throw new Malformed(this, "more than " + DECIMALS + " decimals: " + quote(digits));
        }
        long seconds = parse(whole, digits);
        if (seconds >= Long.MAX_VALUE / NANOS_PER_SECOND) {
            throw new Malformed(this, "out of range: " + quote(digits));
        }
        return seconds * NANOS_PER_SECOND + Long.parseLong(decimals + "0".repeat(DECIMALS - decimals.length()));
    }

    /** Text from a file, fit to be shown: short and printable. */
    static String quote(String text) {
        String shown = text.length() <= MAX_QUOTE ? text : text.substring(0, MAX_QUOTE) + "...";
        return "'" + shown.replaceAll("[^\\x20-\\x7E]", "?") + "'";
    }

    private long parse(String digits, String shown) throws Malformed {
        if (!isDigits(digits.startsWith("-") ? digits.substring(1) : digits)) {
            throw new Malformed(this, "not a number: " + quote(shown));
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new Malformed(this, "out of range: " + quote(shown));
        }
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** A column that does not hold what it should. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(LobsterField field, String why) {
            super(field.title + ": " + why);
        }
    }
}
