package io.millrace.content;

/**
 * Says that an event does not carry an image but a reference to a file with it, and the SHA-256 of what is in that file: so the image is known by the event alone, wherever it lies and whatever becomes of the file.
 *
 * @param digest the slot of the SHA-256, in 64 hex digits
 * @param keep whether the digest stays in the event, because something else reads it
 * @param largest the most bytes of the file
 */
public record ImageReference(int digest, boolean keep, int largest) {}
