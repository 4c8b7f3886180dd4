package io.millrace.adapter.onnx;

import io.millrace.config.DefinitionException;
import io.millrace.config.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes into an ONNX file what Millrace must know of it, for models that other tools exported. What is not written stays byte for byte, but that
 * a ZipMap is taken off.
 */
public final class ModelStamp {
    private static final int GRAPH = 7;
    private static final int METADATA = 14;

    private final Map<String, String> entries = new LinkedHashMap<>();
    private final String where;
    private final byte[] artefact;
    private final OnnxFile file;

    /**
     * @param where the file, for messages
     * @throws DefinitionException when the bytes are no ONNX file
     */
    public ModelStamp(String where, byte[] artefact) {
        this.where = where;
        this.artefact = artefact;
        try {
            this.file = OnnxFile.read(artefact);
        } catch (IllegalArgumentException e) {
            throw new DefinitionException(
                    where, "it is no ONNX file, or a part of one: " + e.getMessage() + "; export it again");
        }
    }

    /** The fingerprint of the vector that the model was trained on. */
    public ModelStamp fingerprint(String fingerprint) {
        entries.put(MetadataKeys.FINGERPRINT, fingerprint);
        return this;
    }

    /** The output that is the score. */
    public ModelStamp score(String output) {
        entries.put(MetadataKeys.SCORE, output);
        return this;
    }

    /**
     * The class whose probability is the score.
     *
     * @param label one of the model's class labels, or a column from 0 where the model has no labels
     */
    public ModelStamp positive(String label) {
        List<String> labels = ClassLabels.of(artefact);
        if (!labels.isEmpty() && !labels.contains(label)) {
            throw new DefinitionException(
                    where, "\"" + label + "\" is no class of this model" + Names.hint(label, labels));
        }
        if (labels.isEmpty() && !label.matches("[0-9]{1,6}")) {
            throw new DefinitionException(
                    where,
                    "it has no class labels, so that \"" + label
                            + "\" can't be looked up; give the column of the positive class, from 0");
        }
        entries.put(MetadataKeys.POSITIVE, labels.isEmpty() ? label : Integer.toString(labels.indexOf(label)));
        return this;
    }

    /** The outputs that are wanted beside the score. */
    public ModelStamp outputs(List<String> outputs) {
        entries.put(MetadataKeys.OUTPUTS, String.join(",", outputs));
        return this;
    }

    /** The features that an input takes. */
    public ModelStamp input(String input, List<String> features) {
        entries.put(MetadataKeys.INPUT + input, String.join(",", features));
        return this;
    }

    /** Whether the file has a ZipMap, which is taken off. */
    public boolean isZipped() {
        return file.operators().stream().anyMatch(node -> node.operator().equals("ZipMap"));
    }

    /** The stamped file; an entry that it had already is replaced. */
    public byte[] toBytes() {
        WireWriter out = new WireWriter();
        for (Wire model = new Wire(artefact); model.next(); ) {
            if (model.is(GRAPH, Wire.BYTES)) {
                out.bytes(GRAPH, ZipMaps.takenOff(model.message(), model.message()));
            } else if (!isReplaced(model)) {
                out.fields(model.whole());
            }
        }
        entries.forEach((key, value) ->
                out.message(METADATA, new WireWriter().text(1, key).text(2, value)));
        return out.toBytes();
    }

    private boolean isReplaced(Wire model) {
        if (!model.is(METADATA, Wire.BYTES)) {
            return false;
        }
        for (Wire entry = model.message(); entry.next(); ) {
            if (entry.is(1, Wire.BYTES) && entries.containsKey(entry.text())) {
                return true;
            }
        }
        return false;
    }
}
