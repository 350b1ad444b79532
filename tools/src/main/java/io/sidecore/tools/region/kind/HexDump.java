package io.sidecore.tools.region.kind;

/** Sixteen bytes a line: offset, hexadecimal, ASCII. */
final class HexDump {
    private static final int WIDTH = 16;
    private static final String DIGITS = "0123456789abcdef";

    private HexDump() {}

    /** Lines, each with a line feed; none for no bytes. */
    static String of(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < bytes.length; at += WIDTH) {
            text.append("  ").append(String.format("%04x ", at));
            StringBuilder ascii = new StringBuilder();
            for (int i = at; i < at + WIDTH; i++) {
                text.append(i == at + WIDTH / 2 ? "  " : " ");
                if (i < bytes.length) {
                    text.append(DIGITS.charAt(bytes[i] >> 4 & 15)).append(DIGITS.charAt(bytes[i] & 15));
                    ascii.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '.');
                } else {
                    text.append("  ");
                }
            }
            text.append("  |").append(ascii).append('|').append(System.lineSeparator());
        }
        return text.toString();
    }
}
