/**
 * ONNX Runtime sessions, shared in the process by digest. This package alone goes into the jar that lies beside ONNX
 * Runtime in Flink's {@code lib/}, so that it and the native library are loaded once for each process.
 *
 * <p>Uses the JDK and ONNX Runtime, nothing else of Millrace.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.onnx;
