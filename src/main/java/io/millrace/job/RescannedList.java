package io.millrace.job;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps an entity's events in a list and scans it for each new one. A new event is appended without reading the list back; the list is written anew only when a tenth of it has left the
 * longest window.
 */
final class RescannedList
        extends KeyedProcessFunction<String, Tuple4<String, String, Long, Double>, Tuple2<byte[], byte[]>> {
    private static final long serialVersionUID = 1;
    private static final int DROP_FROM = 10;

    private final ArrayList<WindowAggregate> features;
    private transient ListState<Tuple2<Long, Double>> events;
    private transient WindowTally tally;
    private transient double[] row;

    RescannedList(List<WindowAggregate> features) {
        this.features = new ArrayList<>(features);
    }

    @Override
    public void open(OpenContext context) {
        events = getRuntimeContext()
                .getListState(new ListStateDescriptor<>("events", Types.TUPLE(Types.LONG, Types.DOUBLE)));
        tally = new WindowTally(features);
        row = new double[features.size()];
    }

    @Override
    public void processElement(
            Tuple4<String, String, Long, Double> payment, Context context, Collector<Tuple2<byte[], byte[]>> out)
            throws Exception {
        Tuple2<Long, Double> event = Tuple2.of(payment.f2, payment.f3);
        tally.begin(event.f0);
        int expired = 0;
        List<Tuple2<Long, Double>> kept = new ArrayList<>();
        for (Tuple2<Long, Double> before : events.get()) {
            if (tally.add(before.f0, before.f1)) {
                kept.add(before);
            } else {
                expired++;
            }
        }
        tally.add(event.f0, event.f1);
        keep(event, kept, expired);
        tally.read(row);
        byte[] id = payment.f1.getBytes(StandardCharsets.UTF_8);
        out.collect(Tuple2.of(id, FeatureRow.bytes(id, event.f0, row)));
    }

    private void keep(Tuple2<Long, Double> event, List<Tuple2<Long, Double>> kept, int expired) throws Exception {
        if (expired * DROP_FROM > kept.size()) {
            kept.add(event);
            events.update(kept);
        } else {
            events.add(event);
        }
    }
}
