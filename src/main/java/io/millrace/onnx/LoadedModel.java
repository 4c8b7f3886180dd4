package io.millrace.onnx;

/**
 * A model that is loaded in this process.
 *
 * @param users how many hold it
 * @param bytes by how much the process grew when it was loaded and warmed; 0 where the system doesn't tell
 * @param loadMillis how long that took
 */
public record LoadedModel(String digest, int users, long bytes, long loadMillis) {}
