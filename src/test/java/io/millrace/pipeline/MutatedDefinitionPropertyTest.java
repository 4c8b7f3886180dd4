package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever a user's slip of the keyboard makes of a definition, the compiler answers with problems and their places, never with a failure of its own. */
class MutatedDefinitionPropertyTest {
    private static final String[] PIECES = {
        "", " ", "\n", ":", "{", "}", "[", "]", "\"", "'", "null", "0", "-1", "*x", "&x ", "!!int ", "<<", "a.b", "()",
        "? ", "é"
    };

    @Property(tries = 1000)
    void isCompiledOrExplained(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder yaml =
                new StringBuilder(random.nextBoolean() ? Definitions.SHOP + Definitions.TESTS : Definitions.EVERY);
        for (int i = 0; i <= random.nextInt(3); i++) {
            int from = random.nextInt(yaml.length());
            int to = Math.min(yaml.length(), from + random.nextInt(12));
            yaml.replace(from, to, PIECES[random.nextInt(PIECES.length)]);
        }
        assertThat(Definitions.problems(yaml.toString()))
                .allSatisfy(problem -> assertThat(problem).startsWith("p.yaml:"));
    }
}
