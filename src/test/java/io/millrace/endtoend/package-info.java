/** The whole pipeline on separate processes: a real broker, registry and Flink cluster. Start at {@link io.millrace.endtoend.CardFraudRun}. */
package io.millrace.endtoend;
