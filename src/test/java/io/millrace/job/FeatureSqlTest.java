package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Settings;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeatureSqlTest {
    private static final String SCHEMA = """
            {"type": "record", "name": "Payment", "fields": [
              {"name": "transaction_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer_id", "type": "string"},
              {"name": "amount", "type": "double"}]}
            """;
    private static final String YAML = """
            pipeline: p
            sources:
              payments: {topic: t, schema: s, id: transaction_id, time: event_time, lateness: 5s}
            features:
              customer:
                entity: customer_id
                source: payments
                sum: {sum: amount, windows: [1m, 30d]}
                max: {max: amount, window: 1m}
            model: {name: none, scores: payments, inputs: [customer.sum_1m, customer.sum_30d]}
            """;

    private static final Pipeline PIPELINE = PipelineCompiler.compile(new PipelineText("p", YAML, Map.of("s", SCHEMA)));
    private static final FeatureSql SQL = new FeatureSql(
            PIPELINE,
            Settings.of(Map.of(
                    "kafka.bootstrap.servers", "k:9092",
                    "registry.url", "http://r",
                    "models.store", "none",
                    "kafka.producer.linger.ms", "20",
                    "transactional.id.prefix", "it's")));

    @Test
    void theLongestWindowStandsInnermost() {
        assertThat(SQL.query()).isEqualTo("""
                INSERT INTO features SELECT
                  transaction_id,
                  CAST(event_time AS TIMESTAMP(3)),
                  CAST(sum_60000 AS DOUBLE),
                  CAST(sum_2592000000 AS DOUBLE)
                FROM (SELECT *, SUM(amount) OVER w AS sum_60000 FROM (SELECT *, SUM(amount) OVER w AS sum_2592000000\
                 FROM events WINDOW w AS (PARTITION BY customer_id ORDER BY event_time RANGE BETWEEN\
                 INTERVAL '29 23:59:59.999' DAY(3) TO SECOND(3) PRECEDING AND CURRENT ROW)) WINDOW w AS (PARTITION BY\
                 customer_id ORDER BY event_time RANGE BETWEEN INTERVAL '0 00:00:59.999' DAY(3) TO SECOND(3) PRECEDING\
                 AND CURRENT ROW))""");
    }

    @Test
    void readsWhatIsCommittedAndWritesExactlyOnce() {
        assertThat(SQL.events())
                .contains("WATERMARK FOR event_time AS event_time - INTERVAL '0 00:00:05.000' DAY(3) TO SECOND(3)")
                .contains("'topic' = 't'", "'properties.isolation.level' = 'read_committed'");
        assertThat(SQL.features())
                .contains("sum_60000 DOUBLE NOT NULL", "'sink.delivery-guarantee' = 'exactly-once'")
                .contains("'properties.linger.ms' = '20'", "'sink.transactional-id-prefix' = 'it''s.p-sql-features'");
    }
}
