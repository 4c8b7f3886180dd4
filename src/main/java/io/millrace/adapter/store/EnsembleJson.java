package io.millrace.adapter.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.config.DefinitionException;
import io.millrace.model.Ensemble;
import io.millrace.model.Ensemble.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The form of an ensemble's artefact, {@code ensemble.json}: the same bytes for the same ensemble, so that it has one digest. */
public final class EnsembleJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private EnsembleJson() {}

    /** Whether an artefact is an ensemble; an ONNX file never begins as one does. */
    public static boolean isEnsemble(byte[] artefact) {
        return artefact.length > 0 && artefact[0] == '{';
    }

    public static byte[] write(Ensemble ensemble) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("featureFingerprint", ensemble.featureFingerprint());
        ArrayNode members = json.putArray("members");
        for (Member member : ensemble.members()) {
            members.addObject().put("digest", member.digest()).put("weight", member.weight());
        }
        return (json.toString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads an ensemble.
     *
     * @param where the artefact, for messages
     * @throws DefinitionException where it is none
     */
    public static Ensemble read(byte[] artefact, String where) {
        try {
            JsonNode json = MAPPER.readTree(artefact);
            List<Member> members = new ArrayList<>();
            json.required("members")
                    .forEach(member -> members.add(new Member(
                            member.required("digest").asText(),
                            member.required("weight").asDouble())));
            return new Ensemble(json.required("featureFingerprint").asText(), members);
        } catch (JsonProcessingException e) {
            throw new DefinitionException(where, "it is not valid JSON: " + e.getOriginalMessage());
        } catch (IOException | IllegalArgumentException e) {
            throw new DefinitionException(where, "it is no ensemble: " + e.getMessage());
        }
    }
}
