package io.sidecore.stress.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static Arguments parsed(String... lines) throws IOException {
        return Arguments.parse(new BufferedReader(new StringReader(String.join("\n", lines))));
    }

    @Test
    void anArgumentBelongsToAllMutantsInFrontOfIt() throws IOException {
        Arguments arguments = parsed("# a title", "one", "two", "    because", "    of this", "", "three",
                "    or that");

        assertThat(arguments.of("one")).isEqualTo("because of this").isEqualTo(arguments.of("two"));
        assertThat(arguments.of("three")).isEqualTo("or that");
    }

    @Test
    void aMutantWithoutAnArgumentHasNone() throws IOException {
        assertThat(parsed("one", "    because", "two").names()).containsExactly("one");
    }
}
