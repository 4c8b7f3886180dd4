package io.millrace.adapter.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page about models says what the code and the script that exports the test models do. */
class ModelsPageTest {
    private final String page = Files.readString(Path.of("docs/models.md"));
    private final String script = Files.readString(Path.of("src/test/python/export_models.py"));

    ModelsPageTest() throws IOException {}

    @Test
    void namesEveryKeyOfTheMetadata() {
        assertThat(page)
                .contains(
                        "`" + MetadataKeys.FINGERPRINT + "`",
                        "`" + MetadataKeys.SCORE + "`",
                        "`" + MetadataKeys.POSITIVE + "`",
                        "`" + MetadataKeys.OUTPUTS + "`",
                        "`" + MetadataKeys.INPUT + "NAME`");
    }

    @Test
    void exportsAsTheScriptDoes() {
        for (String option : List.of(
                "options={\"zipmap\": False}",
                "\"ai.onnx.ml\": 3}",
                "onnxmltools.convert_xgboost(",
                "onnxmltools.convert_lightgbm(",
                "zipmap=False, target_opset=15)",
                "format=\"onnx\")",
                "opset_version=18",
                "dynamo=True",
                "external_data=False",
                "{0: torch.export.Dim(\"rows\")}")) {
            assertThat(page).contains(option);
            assertThat(script.replace("\"zipmap\": zipmap}", "\"zipmap\": False}"))
                    .contains(option);
        }
    }
}
