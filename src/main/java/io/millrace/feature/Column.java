package io.millrace.feature;

/**
 * A projected value that a feature set keeps of each event of one source.
 *
 * @param source index of the source in the pipeline
 * @param origin canonical text of the source, and of the fields by which its events belong to an entity
 * @param text canonical text of what is kept; equal origins and texts mean equal columns
 */
public record Column(int source, String origin, Projection projection, String text) {}
