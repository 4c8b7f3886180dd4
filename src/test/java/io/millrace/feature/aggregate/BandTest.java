package io.millrace.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.feature.state.Edge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BandTest {
    private static final List<Edge> EDGES = List.of(Edge.WITH_EVENT, Edge.before(1000));

    @Test
    void keepsFewOfManyRandomValues() {
        assertThat(meanSize(1)).as("k = 1, about ln 10000 = 9").isBetween(5.0, 15.0);
        assertThat(meanSize(5)).as("k = 5, about 5 (1 + ln 2000) = 43").isBetween(25.0, 65.0);
        assertThat(meanSize(20)).as("k = 20, about 20 (1 + ln 500) = 144").isBetween(90.0, 210.0);
    }

    private static double meanSize(int k) {
        Random random = new Random(1);
        int bands = 20;
        int sizes = 0;
        for (int i = 0; i < bands; i++) {
            Band band = band(true, k);
            for (int time = 0; time < 10_000; time++) {
                pass(band, time, random.nextDouble());
            }
            sizes += band.size();
        }
        return (double) sizes / bands;
    }

    @Property(tries = 200)
    void theSameRowsInAnyOrderLeaveTheSameBytes(@ForAll long seed) {
        Random random = new Random(seed);
        int k = 1 + random.nextInt(4);
        List<LogRow> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            rows.add(LogRow.of(random.nextInt(15), random.nextInt(3), i, random.nextInt(6) - 3));
        }
        Band shuffled = band(seed % 2 == 0, k);
        rows.forEach(row -> shuffled.insert(0, row.alone(), 0));
        Band inOrder = band(seed % 2 == 0, k);
        Collections.sort(rows);
        rows.forEach(row -> inOrder.pass(0, row.alone(), 0));

        assertThat(OrderHarness.bytes(shuffled)).as("seed %d", seed).isEqualTo(OrderHarness.bytes(inOrder));
    }

    @Test
    void keepsAsManyTwinsAsAreAskedFor() {
        Band band = band(true, 3);
        for (int i = 0; i < 10; i++) {
            pass(band, 5, 2.5);
        }
        assertThat(band.size()).isEqualTo(3);
    }

    @Test
    void aSmallerValueOfTheSameTimeIsNotKept() {
        Band band = band(true, 1);
        pass(band, 5, 2);
        pass(band, 5, 1);
        assertThat(band.size()).isEqualTo(1);
        assertThat(band.firstAfter(4, -1)).isEqualTo(2);
        assertThat(band.firstAfter(5, -1)).isEqualTo(-1);
    }

    @Test
    void takesOutWhatItDoesNotHold() {
        Band band = band(true, 1);
        pass(band, 1, 2);
        pass(band, 2, 3);
        assertThat(band.remove(0, LogRow.of(1, 0, 0, 2).alone(), 0)).isTrue();
        assertThat(band.remove(0, LogRow.of(2, 0, 0, 3).alone(), 0)).isFalse();
        assertThat(band.remove(0, LogRow.missing(2, 0, 0).alone(), 0)).isTrue();
    }

    @Test
    void letsGoOfWhatPassesTheLastEdge() {
        Band band = band(false, 1);
        pass(band, 1, 2);
        pass(band, 2, 3);
        band.pass(1, LogRow.of(1, 0, 0, 2).alone(), 0);
        assertThat(band.size()).isEqualTo(1);
        assertThat(band.firstAfter(Long.MIN_VALUE, -1)).isEqualTo(3);
    }

    @Test
    void refusesABandOfNothing() {
        assertThatThrownBy(() -> new BandPart(0, true, 0)).hasMessage("a band of 0 values; at least 1");
    }

    private static Band band(boolean largest, int k) {
        return (Band) new BandPart(0, largest, k).create(EDGES);
    }

    private static void pass(Band band, long time, double value) {
        band.pass(0, LogRow.of(time, 0, 0, value).alone(), 0);
    }
}
