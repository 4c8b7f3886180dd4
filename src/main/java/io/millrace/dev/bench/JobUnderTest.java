package io.millrace.dev.bench;

import io.millrace.job.CopyJob;
import io.millrace.job.FeaturesJob;
import io.millrace.job.ListFeaturesJob;
import io.millrace.job.ScoringJob;
import io.millrace.job.SqlFeaturesJob;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Topics;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A job that is measured.
 *
 * @param name what its figures begin with
 * @param mainClass in the job jar
 * @param results the topic with one record for each event
 * @param identity what no two results have in common
 * @param deadLetters the topics with a dead letter in place of a result; at most one
 */
record JobUnderTest(
        String name,
        String mainClass,
        String results,
        Function<ConsumerRecord<byte[], byte[]>, byte[]> identity,
        List<String> deadLetters) {
    static JobUnderTest copy(Pipeline pipeline) {
        return new JobUnderTest(
                "copy", CopyJob.class.getName(), CopyJob.topic(pipeline.name()), ConsumerRecord::value, List.of());
    }

    static JobUnderTest scoring(Pipeline pipeline) {
        Topics topics = Topics.of(pipeline);
        return new JobUnderTest(
                "pipeline",
                ScoringJob.class.getName(),
                topics.predictions(),
                ConsumerRecord::key,
                List.of(topics.deadLetters()));
    }

    /** The features alone, without a model. */
    static JobUnderTest features(Pipeline pipeline) {
        return new JobUnderTest(
                "features",
                FeaturesJob.class.getName(),
                FeaturesJob.topic(pipeline.name()),
                ConsumerRecord::key,
                List.of(FeaturesJob.deadLetters(pipeline.name())));
    }

    /** The same features in Flink SQL. */
    static JobUnderTest sql(Pipeline pipeline) {
        return new JobUnderTest(
                "sql",
                SqlFeaturesJob.class.getName(),
                SqlFeaturesJob.topic(pipeline.name()),
                ConsumerRecord::key,
                List.of());
    }

    /** The same features with a list in state that is scanned for each event. */
    static JobUnderTest list(Pipeline pipeline) {
        return new JobUnderTest(
                "list",
                ListFeaturesJob.class.getName(),
                ListFeaturesJob.topic(pipeline.name()),
                ConsumerRecord::key,
                List.of());
    }

    List<String> topics() {
        return Stream.concat(Stream.of(results), deadLetters.stream()).toList();
    }
}
