package io.millrace.feature.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Rows with columns of several words: their bytes, and the text of their layout. */
class VectorRowsTest {
    private static final RowShape SHAPE = new RowShape(List.of(1, 2, 1, 3));

    @Test
    void theBytesOfAVectorStandRowByRow() {
        Rows rows = new Rows(new RowShape(List.of(2)));
        rows.append(5, 0, 7);
        rows.set(0, 0, 0x3F00_0000_BF80_0000L);
        rows.set(0, 1, 0x4040_0000_0000_0000L);
        rows.append(6, 0, 8);
        rows.set(1, 0, Rows.MISSING);
        rows.set(1, 1, Rows.MISSING);
        StateWriter out = new StateWriter();

        RowsForm.write(rows, 0, out);

        assertThat(HexFormat.of().formatHex(out.toBytes()))
                .isEqualTo("02" + "0a0e" + "0102" + "1000" // number, time, offset, differences, partition
                        + "01" + "3f000000bf800000" + "4040000000000000" + "00");
    }

    @Property(tries = 500)
    void rowsComeBackToTheBit(@ForAll long seed) {
        Random random = new Random(seed);
        Rows rows = new Rows(SHAPE);
        int count = random.nextInt(30);
        for (int row = 0; row < count; row++) {
            rows.append(row, random.nextInt(2), row);
            for (int column = 0; column < SHAPE.words().size(); column++) {
                fill(rows, row, column, random);
            }
        }
        int from = count == 0 ? 0 : random.nextInt(count);
        StateWriter out = new StateWriter();
        RowsForm.write(rows, from, out);
        StateReader in = new StateReader();
        in.reset(out.toBytes());
        Rows read = new Rows(SHAPE);

        RowsForm.read(in, read);

        assertThat(in.isAtEnd()).as("seed %d", seed).isTrue();
        assertThat(read.size()).isEqualTo(count - from);
        for (int row = from; row < count; row++) {
            for (int word = 0; word < SHAPE.width(); word++) {
                assertThat(read.bits(row - from, word))
                        .as("row %d, word %d, seed %d", row, word, seed)
                        .isEqualTo(rows.bits(row, word));
            }
        }
    }

    private static void fill(Rows rows, int row, int column, Random random) {
        boolean isMissing = random.nextInt(4) == 0;
        int first = SHAPE.first(column);
        for (int word = first; word < SHAPE.first(column + 1); word++) {
            rows.set(row, word, isMissing ? Rows.MISSING : random.nextLong() >>> 1 >>> random.nextInt(20));
        }
    }

    @Test
    void aColumnIsFoundByAnyOfItsWords() {
        assertThat(SHAPE.width()).isEqualTo(7);
        assertThat(List.of(0, 1, 2, 3, 4, 5, 6).stream().map(SHAPE::columnAt).toList())
                .containsExactly(0, 1, 1, 2, 3, 3, 3);
        assertThat(SHAPE.isOfSingleWords()).isFalse();
        assertThat(RowShape.ofSingleWords(4).isOfSingleWords()).isTrue();
        assertThatThrownBy(() -> new RowShape(List.of(1, 0))).hasMessage("a column has less than a word: [1, 0]");
    }

    @Test
    void theTextOfALayoutSaysHowManyWordsColumnsHave() {
        LayoutText text = text(SHAPE);
        LayoutText single = text(RowShape.ofSingleWords(4));

        assertThat(text.toString()).contains("words 1\nwords 2\nwords 1\nwords 3\n");
        assertThat(LayoutText.parse(text.toString())).isEqualTo(text);
        assertThat(single.toString()).doesNotContain("words");
        assertThat(LayoutText.parse(single.toString())).isEqualTo(single);
    }

    private static LayoutText text(RowShape shape) {
        return new LayoutText(List.of(new LayoutText.OfLog(
                "origin", 2, List.of("a", "b", "c", "d"), shape, List.of("count of a"), List.of())));
    }
}
