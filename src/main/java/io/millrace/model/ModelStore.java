package io.millrace.model;

import java.io.IOException;
import java.util.List;

/**
 * Keeps models by digest, for ever and unchanged, and knows which one is each pipeline's champion.
 *
 * <p>What is asked for and isn't there is a {@link io.millrace.config.DefinitionException} that says what to do; an {@link
 * IOException} is a failure of the storage, worth another try.
 */
public interface ModelStore {
    /**
     * Keeps a model. Keeping the same artefact again is allowed and changes nothing but its card.
     *
     * @throws IllegalArgumentException when the card names another digest than the artefact has
     */
    void put(byte[] artefact, ModelCard card) throws IOException;

    /** The model's bytes, checked against their digest. */
    byte[] artefact(String pipeline, String digest) throws IOException;

    ModelCard card(String pipeline, String digest) throws IOException;

    /** The cards of all models of a pipeline, by the end of what they were trained on, the newest last. */
    List<ModelCard> cards(String pipeline) throws IOException;

    boolean hasChampion(String pipeline) throws IOException;

    /** The digest of the model whose scores count. */
    String champion(String pipeline) throws IOException;

    /** Makes a model that is kept here the champion. */
    void promote(String pipeline, String digest) throws IOException;
}
