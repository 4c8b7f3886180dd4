package io.millrace.lineage;

import io.millrace.model.ModelCard;
import io.millrace.model.Slot;
import java.util.Optional;

/**
 * The model that a run begins with, or that it makes.
 *
 * @param slot the part that it plays; empty where it plays none yet
 */
public record RunModel(ModelCard card, Optional<Slot> slot) {}
