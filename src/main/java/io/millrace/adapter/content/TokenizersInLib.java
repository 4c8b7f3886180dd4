package io.millrace.adapter.content;

import io.millrace.onnx.LoadedOnce;
import java.util.List;

/** Checks that the tokenizers lie in Flink's lib/: their native library can be loaded once in each process, and not with each job. */
final class TokenizersInLib {
    private static final List<String> CLASSES =
            List.of("ai.djl.huggingface.tokenizers.HuggingFaceTokenizer", "ai.djl.modality.nlp.preprocess.Tokenizer");

    private TokenizersInLib() {}

    /** @throws IllegalStateException when they aren't there, or come with the job */
    static void check() {
        check(TokenizersInLib.class.getClassLoader());
    }

    static void check(ClassLoader loader) {
        for (String name : CLASSES) {
            try {
                Class<?> found = Class.forName(name, false, loader);
                LoadedOnce.check(found, "The tokenizer", "the tokenizers jar and the api jar of DJL");
            } catch (ClassNotFoundException | LinkageError e) {
                throw new IllegalStateException(
                        name
                                + " is not on the class path; a pipeline with texts needs the jars tokenizers and api of DJL in"
                                + " Flink's lib/ directory: put them there, keep them out of the job jar, and restart the"
                                + " cluster",
                        e);
            }
        }
    }
}
