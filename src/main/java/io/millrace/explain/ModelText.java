package io.millrace.explain;

import io.millrace.model.ModelCard;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a model.
 *
 * @param card null where it can't be read
 * @param problem why not; otherwise empty
 */
public record ModelText(String digest, @Nullable ModelCard card, String problem) {}
