package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.flink.ControlledScoring.Outcome;
import io.millrace.flink.ControlledScoring.States;
import io.millrace.flink.ControlledScoring.Step;
import io.millrace.model.Slot;
import io.millrace.model.control.Assignment;
import io.millrace.model.control.Decision;
import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/**
 * In random schedules of activations and ramps each event gets the version that the accepted commands say, and that it gets in an undisturbed run: wherever and however often the job fails, whatever is read again then, with one or two
 * subtasks that score before and after, and however late events reach them. Commands are decided on in the same way.
 */
class VersionsAfterRestartPropertyTest {
    private static final String RAMPED = "b";
    private static final Share STEADY = new Share("c", 0.2);
    private static final int STEPS = 100;

    @Property(tries = 30)
    void eachEventGetsItsVersion(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        List<Step> steps = steps(random);
        ControlledScoring undisturbed = new ControlledScoring(1, null, Outcome.NONE);
        for (Step step : steps) {
            undisturbed.take(step);
        }
        Outcome expected = undisturbed.end();

        assertThat(expected.versions()).as("seed %d", seed).isEqualTo(naive(steps, expected.decisions()));
        assertThat(disturbed(random, steps, expected.decisions()))
                .as("seed %d", seed)
                .isEqualTo(expected);
    }

    /** One to three failures, each at some point behind a checkpoint, after which the next life goes on from there. */
    private static Outcome disturbed(Random random, List<Step> steps, List<Decision> decisions) throws Exception {
        boolean amidActivation = false;
        boolean amidRamp = false;
        int begin = 0;
        ControlledScoring life =
                new ControlledScoring(1 + random.nextInt(ControlledScoring.MOST_SUBTASKS), null, Outcome.NONE);
        for (int failures = 1 + random.nextInt(3); failures > 0; failures--) {
            int checkpoint = begin + random.nextInt(steps.size() - begin);
            int failure = checkpoint + random.nextInt(steps.size() - checkpoint);
            life.take(random, steps.subList(begin, checkpoint));
            States states = life.checkpoint();
            Outcome committed = life.outcome();
            life.take(random, steps.subList(checkpoint, failure));
            life.close();
            amidActivation |= isAmid(Kind.ACTIVATE, steps, failure, decisions, false);
            amidRamp |= isAmid(Kind.SPLIT, steps, failure, decisions, true);
            begin = checkpoint;
            life = new ControlledScoring(1 + random.nextInt(ControlledScoring.MOST_SUBTASKS), states, committed);
        }
        life.take(random, steps.subList(begin, steps.size()));
        Statistics.label("fails between the decision on an activation and its time")
                .collect(amidActivation)
                .coverage(checker -> checker.check(true).percentage(percentage -> percentage > 20));
        Statistics.label("fails between two steps of a ramp").collect(amidRamp).coverage(checker -> checker.check(true)
                .percentage(percentage -> percentage > 20));
        return life.end();
    }

    /** Whether a step of the schedule lies where a command was decided on and does not hold yet, and optionally where another one holds already. */
    private static boolean isAmid(Kind kind, List<Step> steps, int at, List<Decision> decisions, boolean begun) {
        List<Step> before = steps.subList(0, at);
        long watermark = before.stream().mapToLong(Step::watermark).max().orElse(0);
        List<Long> times = decisions.stream()
                .filter(Decision::isChange)
                .map(Decision::command)
                .filter(command -> command.kind() == kind
                        && before.stream().map(Step::command).anyMatch(read -> isSame(read, command)))
                .map(ModelCommand::at)
                .toList();
        return times.stream().anyMatch(time -> time > watermark)
                && (!begun || times.stream().anyMatch(time -> time <= watermark));
    }

    private static boolean isSame(ModelCommand some, ModelCommand other) {
        return some != null && some.id().equals(other.id());
    }

    /** What the accepted commands say, worked out from nothing for each event. */
    private static Map<String, String> naive(List<Step> steps, List<Decision> decisions) {
        Map<String, String> versions = new TreeMap<>();
        for (Step step : steps) {
            if (step.event() != null) {
                versions.put(step.event().event().id(), naive(step.event().event(), decisions));
            }
        }
        return versions;
    }

    private static String naive(Event event, List<Decision> decisions) {
        String champion = "";
        Map<String, Double> challengers = new LinkedHashMap<>();
        List<ModelCommand> holding = decisions.stream()
                .filter(Decision::isChange)
                .map(Decision::command)
                .filter(command -> command.at() <= event.time())
                .sorted(Comparator.comparingLong(ModelCommand::at))
                .toList();
        for (ModelCommand command : holding) {
            if (command.kind() == Kind.ACTIVATE) {
                champion = command.models().get(0).digest();
            } else {
                challengers.clear();
                command.models().forEach(share -> challengers.put(share.digest(), share.share()));
            }
            challengers.remove(champion);
        }
        double place = new Assignment("card-fraud split").position(event.id());
        for (Map.Entry<String, Double> challenger : challengers.entrySet()) {
            place -= challenger.getValue();
            if (place < 0) {
                return challenger.getKey() + " as " + Slot.CHALLENGER;
            }
        }
        return champion + " as " + Slot.CHAMPION;
    }

    private static List<Step> steps(Random random) {
        List<Step> steps = new ArrayList<>();
        long watermark = START;
        double share = 0;
        for (int i = 0; i < STEPS; i++) {
            long near = watermark + random.nextInt(80) - 20;
            switch (random.nextInt(6)) {
                case 0 -> {
                    watermark += random.nextInt(15);
                    steps.add(new Step(null, null, watermark));
                }
                case 1 -> {
                    share = Math.min(0.75, share + random.nextInt(21) / 100.0);
                    steps.add(new Step(null, command(random, i, near, share), 0));
                }
                default ->
                    steps.add(new Step(transaction("e" + i, "c" + random.nextInt(20), "t", 10, near, 2, i), null, 0));
            }
        }
        return steps;
    }

    /** An activation, or the next step of the ramp. */
    private static ModelCommand command(Random random, int number, long at, double share) {
        boolean isActivation = random.nextInt(3) == 0;
        Share ramped = new Share(RAMPED, share);
        List<Share> shares = isActivation
                ? List.of(Share.of(ControlledScoring.MODELS.get(random.nextInt(ControlledScoring.MODELS.size()))))
                : random.nextBoolean() ? List.of(ramped) : List.of(STEADY, ramped);
        long when = random.nextInt(4) == 0 ? ModelCommand.SOON : at;
        return new ModelCommand(
                "c" + number, isActivation ? Kind.ACTIVATE : Kind.SPLIT, "", shares, when, "ada", "because", 5);
    }
}
