package io.millrace.explain;

import io.millrace.model.Attribution;
import io.millrace.model.ModelCard;
import java.io.IOException;

/** Port: the models that are kept. What is not there, or does not fit, is a {@link io.millrace.config.DefinitionException}. */
public interface Models {
    ModelCard card(String digest) throws IOException;

    /** The score of a vector. */
    float score(String digest, double[] vector) throws IOException;

    /** What each input contributed to it. */
    Attribution attribution(String digest, double[] vector) throws IOException;
}
