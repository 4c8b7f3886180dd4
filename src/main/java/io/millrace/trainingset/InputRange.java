package io.millrace.trainingset;

/**
 * Records of one partition that were read.
 *
 * @param first the lowest offset
 * @param last the highest offset
 * @param records how many
 */
public record InputRange(String topic, int partition, long first, long last, long records) {
    InputRange and(InputRange other) {
        return new InputRange(
                topic, partition, Math.min(first, other.first), Math.max(last, other.last), records + other.records);
    }
}
