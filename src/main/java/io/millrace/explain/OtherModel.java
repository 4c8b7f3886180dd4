package io.millrace.explain;

/**
 * What another model says of the vector.
 *
 * @param part what it was then: champion, champion before, challenger of a share, shadow, or that it was asked for
 * @param score NaN where it can't score the vector
 * @param decision whether the score reaches the threshold
 * @param problem why it can't score; otherwise empty
 */
public record OtherModel(ModelText model, String part, float score, boolean decision, String problem) {}
