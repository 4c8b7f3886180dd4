package io.millrace.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.pipeline.LakeTopic;
import java.util.List;

/** What {@code millrace lake check} found, for people and for programs. */
record LakeCheckReport(String pipeline, List<Checked> partitions) {
    LakeCheckReport {
        partitions = List.copyOf(partitions);
    }

    /** A partition of a topic and what the lake holds of it. */
    record Checked(LakeTopic topic, int partition, PartitionCheck check) {}

    /** The verdict on all partitions; the code is that of the command. */
    enum Verdict {
        PROVEN(0),
        WRONG(1),
        UNPROVEN(2);

        private final int code;

        Verdict(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** The worst that is true of any partition. */
    Verdict verdict() {
        if (partitions.stream().anyMatch(one -> one.check().isWrong())) {
            return Verdict.WRONG;
        }
        return partitions.stream().anyMatch(one -> one.check().unproven() > 0) ? Verdict.UNPROVEN : Verdict.PROVEN;
    }

    String text() {
        Table table = new Table("table", "partition", "rows", "missing", "repeated", "marks", "unproven", "behind");
        for (Checked one : partitions) {
            PartitionCheck check = one.check();
            table.row(
                    one.topic().table(),
                    Integer.toString(one.partition()),
                    Long.toString(check.rows()),
                    Long.toString(check.missing()),
                    Long.toString(check.repeated()),
                    Long.toString(check.marks()),
                    Long.toString(check.unproven()),
                    Long.toString(check.behind()));
        }
        return table.text();
    }

    /** One object, with a line break at its end. */
    String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("pipeline", pipeline).put("verdict", verdict().name());
        ArrayNode array = json.putArray("partitions");
        for (Checked one : partitions) {
            PartitionCheck check = one.check();
            array.addObject()
                    .put("table", one.topic().table())
                    .put("topic", one.topic().topic())
                    .put("partition", one.partition())
                    .put("rows", check.rows())
                    .put("missing", check.missing())
                    .put("repeated", check.repeated())
                    .put("marks", check.marks())
                    .put("unproven", check.unproven())
                    .put("behind", check.behind());
        }
        return json.toPrettyString() + "\n";
    }
}
