/**
 * The ports for texts and images: sentence models on ONNX Runtime with the tokenizers of Hugging Face, pictures read by the JDK.
 *
 * <p>May use the domain, ONNX sessions, the store, and DJL's tokenizers. Start at {@link io.millrace.adapter.content.StoredReaders}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.adapter.content;
