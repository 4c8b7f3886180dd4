package io.millrace.job;

import io.millrace.adapter.kafka.KafkaClients;
import io.millrace.adapter.kafka.KafkaSinks;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Copies the events that a pipeline scores to a topic, exactly once, and does nothing else: what Flink and Kafka cost by themselves, for the pipeline to
 * be compared with. Takes the arguments of {@link ScoringJob}; reads from the earliest record.
 */
public final class CopyJob {
    private CopyJob() {}

    /** Where the copies of a pipeline's events go. */
    public static String topic(String pipeline) {
        return pipeline + "-copy";
    }

    public static void main(String[] arguments) throws Exception {
        JobArguments parsed = JobArguments.parse(arguments, System.getenv());
        Settings settings = parsed.settings();
        Pipeline pipeline = PipelineCompiler.compile(parsed.pipeline());
        String to = topic(pipeline.name());
        StreamExecutionEnvironment environment = JobEnvironment.of(settings);
        environment
                .fromSource(
                        source(pipeline.scored().topic(), to, settings),
                        WatermarkStrategy.noWatermarks(),
                        "read events")
                .uid("read")
                .sinkTo(KafkaSinks.exactlyOnce(to, to, KeyAndValue::new, settings))
                .name("write copies")
                .uid("write");
        environment.execute(to);
    }

    private static KafkaSource<Tuple2<byte[], byte[]>> source(String topic, String group, Settings settings) {
        Properties properties = KafkaClients.consumer(settings);
        properties.setProperty("isolation.level", "read_committed");
        return KafkaSource.<Tuple2<byte[], byte[]>>builder()
                .setProperties(properties)
                .setBootstrapServers(settings.text(Setting.KAFKA_BOOTSTRAP_SERVERS))
                .setGroupId(settings.text(Setting.TRANSACTIONAL_ID_PREFIX) + "-" + group)
                .setTopics(topic)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new KeysAndValues())
                .build();
    }

    /** A record's key and value. */
    private static final class KeysAndValues implements KafkaRecordDeserializationSchema<Tuple2<byte[], byte[]>> {
        private static final long serialVersionUID = 1;

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Tuple2<byte[], byte[]>> out) {
            out.collect(Tuple2.of(record.key(), record.value()));
        }

        @Override
        public TypeInformation<Tuple2<byte[], byte[]>> getProducedType() {
            return KeyAndValue.TYPE;
        }
    }
}
