package io.millrace.adapter.registry;

/** Reads or skips one value of the writer's schema: a row gets what the pipeline uses. */
interface Step {
    void run(AvroBytes in, Row row);
}
