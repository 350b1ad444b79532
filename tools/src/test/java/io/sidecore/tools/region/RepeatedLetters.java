package io.sidecore.tools.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Messages of type 3, each of which repeats one letter; its length says which. */
final class RepeatedLetters {
    private static final Pattern MESSAGE = Pattern.compile("type 3  length (\\d+)\\R((?:  [0-9a-f]{4} .*\\R)+)");

    private RepeatedLetters() {}

    /** How many there are in the output of dump; fails if one is torn. */
    static int countWhole(String out) {
        Matcher message = MESSAGE.matcher(out);
        int count = 0;
        while (message.find()) {
            int length = Integer.parseInt(message.group(1));
            String letter = String.valueOf((char) ('A' + length % 26));
            String text = message.group(2).replaceAll("(?m)^.*\\|(.*)\\|\\R", "$1");
            assertThat(text).isEqualTo(letter.repeat(length));
            count++;
        }
        return count;
    }
}
