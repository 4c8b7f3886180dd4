package io.millrace.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.content.Encoder.Pooling;
import io.millrace.content.TextRecipe.Overlong;
import io.millrace.event.Event;
import io.millrace.event.NumberVector;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContentVectorsTest {
    private static final int ID = 0;
    private static final int BODY = 1;
    private static final int EMBEDDING = 2;
    private static final TextRecipe RECIPE =
            new TextRecipe(new Encoder("a".repeat(64), "b".repeat(64), 1, Pooling.MEAN, true), 256, Overlong.TRUNCATE);

    private final List<String> read = new ArrayList<>();
    private int closed;

    /** The vector of a text is its length; what begins with ! can't be read, and what is longer than 10 is truncated. */
    private final class LengthReader implements ContentReader {
        @Override
        public Reading read(String content) throws ContentException {
            read.add(content);
            if (content.startsWith("!")) {
                throw new ContentException(Reason.UNREADABLE_CONTENT, "it begins with !");
            }
            return new Reading(NumberVector.ofFloats(content.length()), content.length() > 10);
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private ContentVectors open(boolean keep, int cached) throws IOException {
        ContentVector vector = new ContentVector("embedding", BODY, EMBEDDING, keep, null, RECIPE);
        return ContentVectors.open("tickets", "tickets-topic", List.of(vector), recipe -> new LengthReader(), cached);
    }

    private static Arrival<Event> ticket(@Nullable String body) {
        long nulls = 1L << EMBEDDING | (body == null ? 1L << BODY : 0);
        Event event = new Event(0, 2, 7, 99, 1, "id", 5, nulls, new long[3], new @Nullable String[] {"id", body, null});
        return Arrival.of(event, 5, new byte[] {1}, new byte[] {2, 3});
    }

    @Test
    void anEventGetsItsVectorAndLosesTheText() throws IOException {
        try (ContentVectors vectors = open(false, 10)) {
            Event event = vectors.compute(ticket("hello")).value();
            assertThat(event.vectorAt(EMBEDDING)).isEqualTo(NumberVector.ofFloats(5));
            assertThat(event.isNull(EMBEDDING)).isFalse();
            assertThat(event.isNull(BODY)).isTrue();
            assertThat(event.stringAt(BODY)).isNull();
            assertThat(event.keyAt(ID)).isEqualTo("id");
            assertThat(event.offset()).isEqualTo(7);
        }
    }

    @Test
    void aTextThatIsReadElsewhereStays() throws IOException {
        try (ContentVectors vectors = open(true, 10)) {
            Event event = vectors.compute(ticket("hello")).value();
            assertThat(event.stringAt(BODY)).isEqualTo("hello");
            assertThat(event.isNull(BODY)).isFalse();
        }
    }

    @Test
    void withoutATextThereIsNoVector() throws IOException {
        try (ContentVectors vectors = open(false, 10)) {
            for (String body : new @Nullable String[] {null, "", " \n\t"}) {
                Arrival<Event> arrival = vectors.compute(ticket(body));
                assertThat(arrival.value().isNull(EMBEDDING)).isTrue();
                assertThat(arrival.value().vectorAt(EMBEDDING)).isNull();
            }
        }
        assertThat(read).isEmpty();
    }

    @Test
    void whatCantBeReadIsADeadLetterWithItsPlace() throws IOException {
        try (ContentVectors vectors = open(false, 10)) {
            Arrival<Event> arrival = vectors.compute(ticket("!"));
            assertThat(arrival.isDead()).isTrue();
            DeadLetter letter = arrival.deadLetter();
            assertThat(letter.reason()).isEqualTo(Reason.UNREADABLE_CONTENT);
            assertThat(letter.detail()).isEqualTo("embedding: it begins with !");
            assertThat(letter.topic()).isEqualTo("tickets-topic");
            assertThat(letter.partition()).isEqualTo(2);
            assertThat(letter.offset()).isEqualTo(7);
            assertThat(letter.eventId()).isEqualTo("id");
            assertThat(letter.key()).containsExactly(1);
            assertThat(letter.value()).containsExactly(2, 3);
        }
    }

    @Test
    void deletionsAndDeadLettersPass() throws IOException {
        try (ContentVectors vectors = open(false, 10)) {
            Arrival<Event> deletion = Arrival.deletion(Event.toDelete(0, 0, 0, 1, "id"), 1);
            assertThat(vectors.compute(deletion)).isSameAs(deletion);
            Arrival<Event> dead = vectors.compute(ticket("!"));
            assertThat(vectors.compute(dead)).isSameAs(dead);
        }
    }

    @Test
    void whatWasSeenLatelyIsNotComputedAgain() throws IOException {
        try (ContentVectors vectors = open(false, 2)) {
            List.of("one", "two", "one", "three", "one", "two").forEach(text -> vectors.compute(ticket(text)));
            assertThat(read).containsExactly("one", "two", "three", "two");
            assertThat(vectors.computed()).isEqualTo(4);
            assertThat(vectors.repeated()).isEqualTo(2);
        }
    }

    @Test
    void textsThatAreTruncatedAreCountedEachTime() throws IOException {
        try (ContentVectors vectors = open(false, 10)) {
            vectors.compute(ticket("a long text"));
            vectors.compute(ticket("a long text"));
            vectors.compute(ticket("short"));
            assertThat(vectors.truncated()).isEqualTo(2);
        }
    }

    @Test
    void readersAreClosedAlsoWhereOneCantBeOpened() throws IOException {
        open(false, 10).close();
        assertThat(closed).isEqualTo(1);
        ContentVector vector = new ContentVector("embedding", BODY, EMBEDDING, false, null, RECIPE);
        assertThatThrownBy(() -> ContentVectors.open(
                        "tickets",
                        "tickets",
                        List.of(vector, vector),
                        recipe -> {
                            if (closed == 1 && read.isEmpty()) {
                                read.add("opened");
                                return new LengthReader();
                            }
                            throw new IOException("gone");
                        },
                        10))
                .hasMessage("gone");
        assertThat(closed).isEqualTo(2);
    }
}
