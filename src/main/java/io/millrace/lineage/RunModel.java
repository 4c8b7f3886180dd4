package io.millrace.lineage;

import io.millrace.model.ModelCard;
import io.millrace.model.Slot;

/** The model that a run begins with. */
public record RunModel(ModelCard card, Slot slot) {}
