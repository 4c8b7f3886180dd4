package io.millrace.replay;

import io.millrace.event.Event;
import io.millrace.model.Prediction;

/** A prediction with its event. */
record Concerned(Prediction prediction, Event event) {}
