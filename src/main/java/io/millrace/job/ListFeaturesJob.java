package io.millrace.job;

import io.millrace.adapter.kafka.KafkaSinks;
import io.millrace.adapter.kafka.KafkaSources;
import io.millrace.adapter.kafka.Watermarks;
import io.millrace.adapter.registry.SourceDecoders;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.flink.Admit;
import io.millrace.flink.Form;
import io.millrace.governance.Arrival;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import java.time.Duration;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The features of a pipeline as most people would write them with Flink's DataStream API: an entity's events in a list in state, which is scanned for each event. For the comparison with
 * {@link FeaturesJob}, whose arguments it takes and whose records it writes. Events are taken up as they arrive.
 */
public final class ListFeaturesJob {
    private static final TypeInformation<Tuple4<String, String, Long, Double>> PAYMENT =
            Types.TUPLE(Types.STRING, Types.STRING, Types.LONG, Types.DOUBLE);

    private ListFeaturesJob() {}

    /** Where the vectors of a pipeline go. */
    public static String topic(String pipeline) {
        return pipeline + "-list-features";
    }

    public static void main(String[] arguments) throws Exception {
        JobArguments given = JobArguments.parse(arguments, System.getenv());
        StreamExecutionEnvironment environment = JobEnvironment.of(given.settings());
        Pipeline pipeline = PipelineCompiler.compile(given.pipeline());
        String topic = topic(pipeline.name());
        payments(environment, given.pipeline(), pipeline, given.settings())
                .keyBy(payment -> payment.f0, Types.STRING)
                .process(new RescannedList(WindowAggregate.of(pipeline)), KeyAndValue.TYPE)
                .uid("features")
                .name("features")
                .sinkTo(KafkaSinks.exactlyOnce(topic, topic, KeyAndValue::new, given.settings()))
                .uid("write-features")
                .name("write features");
        environment.execute(topic);
    }

    /** Customer, id, time and amount. */
    private static DataStream<Tuple4<String, String, Long, Double>> payments(
            StreamExecutionEnvironment environment, PipelineText text, Pipeline pipeline, Settings settings) {
        Source source = FeaturesJob.scored(text, pipeline);
        return environment
                .fromSource(
                        KafkaSources.of(
                                source.topic(),
                                topic(pipeline.name()),
                                SourceDecoders.of(text, source.index(), settings),
                                Form.ARRIVED_EVENT.typeInformation(),
                                settings),
                        Watermarks.of(Duration.ofMillis(source.lateness()), settings.duration(Setting.SOURCE_IDLE)),
                        "read events")
                .uid("read")
                .process(new Admit<>(payment(source.type()), EventStreams.DEAD_LETTERS), PAYMENT)
                .uid("admit")
                .name("admit");
    }

    private static MapFunction<Arrival<Event>, Tuple4<String, String, Long, Double>> payment(EventType type) {
        int customer = type.slot(CardFields.CUSTOMER);
        int amount = type.slot(CardFields.AMOUNT);
        return arrival -> {
            Event event = arrival.value();
            return Tuple4.of(event.keyAt(customer), event.id(), event.time(), event.doubleAt(amount));
        };
    }
}
