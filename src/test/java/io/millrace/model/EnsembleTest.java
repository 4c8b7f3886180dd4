package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.Ensemble.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleTest {
    @Test
    void membersAreInTheOrderOfTheirDigests() {
        Ensemble one = new Ensemble("f", List.of(new Member("b", 0.3), new Member("a", 0.7)));
        assertThat(one.members()).extracting(Member::digest).containsExactly("a", "b");
        assertThat(one).isEqualTo(new Ensemble("f", List.of(new Member("a", 0.7), new Member("b", 0.3))));
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> new Ensemble("f", List.of(new Member("a", 1))))
                .hasMessage("it has 1 members; expected two or more, each with its weight");
        assertThatThrownBy(() -> new Ensemble("f", List.of(new Member("a", 0.5), new Member("a", 0.5))))
                .hasMessage("it names a model twice; name each once");
        assertThatThrownBy(() -> new Ensemble("f", List.of(new Member("a", 0.5), new Member("b", 0.25))))
                .hasMessage("its weights sum up to 0.75; expected 1");
        assertThatThrownBy(() -> new Member("a", 0)).hasMessage("model a has the weight 0.0; expected one above 0");
        assertThatThrownBy(() -> new Member("a", Double.NaN)).hasMessageContaining("has the weight NaN");
        assertThatThrownBy(() -> new Member("a", Double.POSITIVE_INFINITY)).hasMessageContaining("Infinity");
    }

    @Test
    void weightsNeedNotSumUpToTheBit() {
        assertThat(new Ensemble("f", List.of(new Member("a", 0.1), new Member("b", 0.2), new Member("c", 0.7)))
                        .members())
                .hasSize(3);
    }
}
