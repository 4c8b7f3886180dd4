package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference page of features knows every key, and its examples compile. */
class FeaturesPageTest {
    private static final Pattern EXAMPLE = Pattern.compile("`\\{((?!expr)[a-z_]+: [^`]*)}`");
    private static final String SCHEMA = """
            {"type": "record", "name": "Transaction", "namespace": "cards", "fields": [
              {"name": "transaction_id", "type": "string"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer_id", "type": "string"},
              {"name": "terminal_id", "type": "long"},
              {"name": "amount", "type": "double"},
              {"name": "embedding", "type": {"type": "array", "items": "float"}},
              {"name": "mcc", "type": "string"},
              {"name": "status", "type": "string"}]}
            """;

    private final String page = Files.readString(Path.of("docs/features.md"));

    FeaturesPageTest() throws IOException {}

    @Test
    void everyExampleCompiles() {
        List<String> examples =
                EXAMPLE.matcher(page).results().map(match -> match.group(1)).toList();
        assertThat(examples).hasSizeGreaterThan(20);
        StringBuilder features = new StringBuilder();
        for (String example : examples) {
            features.append("    f")
                    .append(features.length())
                    .append(": {")
                    .append(example)
                    .append("}\n");
        }
        assertThat(problems(features.toString())).isEmpty();
    }

    @Test
    void theErasureCompiles() throws IOException {
        String section = page.substring(page.indexOf("## Erasures"));
        String example = section.substring(section.indexOf("```yaml\n") + 8, section.indexOf("```\n\n"));
        String erasure = SCHEMA.replace("transaction_id", "request_id").replace("\"at\"", "\"requested_at\"");
        Map<String, String> schemas = Map.of(
                "schemas/transaction.avsc",
                Files.readString(Path.of("schemas/transaction.avsc")),
                "schemas/erasure.avsc",
                erasure);
        String yaml = "pipeline: page\n" + example + "model: {name: m, scores: transactions, inputs: [card.*]}\n";

        assertThat(example).contains("erase: forgotten");
        assertThat(Definitions.problems(new PipelineText("p.yaml", yaml, schemas)))
                .isEmpty();
    }

    /** The class on the page is one that tests run. */
    @Test
    void theCustomAggregateIsTheOneThatIsTested() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/millrace/feature/spi/GeoSpread.java"));
        String body = source.substring(source.indexOf("public final class"));
        assertThat(page)
                .contains("import io.millrace.feature.spi.ParameterException;")
                .contains("\n" + body + "```");
    }

    @Test
    void everyKeyIsThere() {
        List<String> words = Pattern.compile("`([a-z_]+)(: all)?`")
                .matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(words).containsAll(Keys.WINDOW).containsAll(AggregateKey.allParameters());
        assertThat(AggregateKey.keys()).allSatisfy(key -> assertThat(page).containsPattern("[`{]" + key + "[`:]"));
    }

    private static List<String> problems(String features) {
        String yaml = """
                pipeline: page
                sources:
                  transactions: {topic: t, schema: t.avsc, id: transaction_id, time: at}
                features:
                  card:
                    entity: customer_id
                    source: transactions
                FEATURES
                model: {name: m, scores: transactions, inputs: [card.*]}
                """.replace("FEATURES\n", features);
        return Definitions.problems(new PipelineText("p.yaml", yaml, Map.of("t.avsc", SCHEMA)));
    }
}
