package io.millrace.cli;

import io.millrace.adapter.store.FileArtefactStore;
import io.millrace.config.DefinitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace models keep}: puts files into the store that definitions name by digest. */
@Command(
        name = "keep",
        description =
                "Keeps encoders and tokenizers in the store, and prints the digests by which a definition's \"encoders\" name them.",
        mixinStandardHelpOptions = true)
final class KeepCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "ONNX files and tokenizer.json files.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "The model store, a directory or URI; ${DEFAULT-VALUE} by default.")
    private String store = ".millrace/models";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new DefinitionException(file.toString(), "there is no such file");
            }
        }
        FileArtefactStore artefacts = new FileArtefactStore(store);
        for (Path file : files) {
            spec.commandLine().getOut().println(artefacts.put(Files.readAllBytes(file)) + "  " + file);
        }
        return ExitCode.OK;
    }
}
