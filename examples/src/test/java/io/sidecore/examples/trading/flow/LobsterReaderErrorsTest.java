package io.sidecore.examples.trading.flow;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the user is told about an orders file that cannot be used. */
final class LobsterReaderErrorsTest {
    private static final String GOOD = "34200.5,1,11,18,5853300,1\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "34201,1,11,18,abc,1                 | price: not a number: 'abc'",
            "34201,1,11,18,,1                    | price: not a number: ''",
            "34201,1,11,18,1.5,1                 | price: not a number: '1.5'",
            "34201,1,11,18,9223372036854775808,1 | price: out of range: '9223372036854775808'",
            "34201,1,11,2147483648,1,1           | size: must be between -2147483648 and 2147483647, not '2147483648'",
            "34201,1,11,x,1,1                    | size: not a number: 'x'",
            "34201,1,-,18,1,1                    | order id: not a number: '-'",
            "34201,1,-2,18,1,1                   | order id: must be between -1 and 9223372036854775807, not '-2'",
            "34201,0,11,18,1,1                   | type: must be between 1 and 7, not '0'",
            "34201,8,11,18,1,1                   | type: must be between 1 and 7, not '8'",
            "34201,1,11,18,1,2                   | direction: must be between -1 and 1, not '2'",
            "34201,1,11,18,1,0                   | direction: must be 1 or -1, not '0'",
            "x,1,11,18,1,1                       | time: not a number of seconds: 'x'",
            "-1,1,11,18,1,1                      | time: not a number of seconds: '-1'",
            "34201.,1,11,18,1,1                  | time: not a number of seconds: '34201.'",
            "3.42e4,1,11,18,1,1                  | time: not a number of seconds: '3.42e4'",
            "34201.0123456789,1,11,18,1,1        | time: more than 9 decimals: '34201.0123456789'",
            "9223372037,1,11,18,1,1              | time: out of range: '9223372037'",
            "34200.499999999,1,11,18,1,1         | time: earlier than the message before: '34200.499999999'",
            "34201,1,11,18,1                     | 5 columns, expected 6 or 7: '34201,1,11,18,1'",
            "34201,1,11,18,1,1,x,y               | 8 columns, expected 6 or 7: '34201,1,11,18,1,1,x,y'",
            "hello                               | 1 column, expected 6 or 7: 'hello'"})
    void malformedLineIsNamedByNumberAndColumn(String line, String why) throws IOException {
        assertRefused(GOOD + "\r\n" + GOOD + line + "\n" + GOOD, ": line 4: " + why);
    }

    @Test
    void malformedLastLineWithoutALineEndIsSeen() throws IOException {
        assertRefused(GOOD + "34201,1", ": line 2: 2 columns, expected 6 or 7: '34201,1'");
    }

    @Test
    void bytesThatCannotBeShownAreNotShown() throws IOException {
        assertRefused("34201,1,11,18,\u001B[31m\u00FC,1\n", ": line 1: price: not a number: '?[31m??'");
    }

    @Test
    void fileWithoutLineEndsIsNotReadToItsEnd() throws IOException {
        assertRefused(GOOD + "0".repeat(100_000), ": line 2: longer than 512 characters");
    }

    @Test
    void emptyFileIsRefused() throws IOException {
        assertRefused("", ": has no messages");
    }

    @Test
    void fileOfBlankLinesIsRefused() throws IOException {
        assertRefused("\n\r\n  \n", ": has no messages");
    }

    @Test
    void missingFileIsNamed() {
        Path file = folder.resolve("nowhere.csv");

        assertThatThrownBy(() -> LobsterReader.read(file)).isInstanceOf(OrdersFileException.class)
                .hasMessage(file + ": no such orders file");
    }

    @Test
    void folderIsRefused() {
        assertThatThrownBy(() -> LobsterReader.read(folder)).isInstanceOf(OrdersFileException.class)
                .hasMessage(folder + ": is a directory, not an orders file");
    }

    private void assertRefused(String content, String why) throws IOException {
        Path file = Files.writeString(folder.resolve("orders.csv"), content);
        assertThatThrownBy(() -> LobsterReader.read(file)).isInstanceOf(OrdersFileException.class)
                .hasMessage(file + why);
    }
}
