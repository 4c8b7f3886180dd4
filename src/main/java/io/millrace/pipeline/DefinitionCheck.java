package io.millrace.pipeline;

import io.millrace.config.DefinitionException;
import io.millrace.config.Problems;
import io.millrace.event.EventType;
import io.millrace.pipeline.OutcomeSection.DeclaredOutcome;
import io.millrace.pipeline.expression.CheckedExpression;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a definition section by section and checks each against the others. */
final class DefinitionCheck {
    private final PipelineText text;
    private final Problems problems = new Problems();

    DefinitionCheck(PipelineText text) {
        this.text = text;
    }

    /** @throws io.millrace.config.DefinitionException with every problem */
    CheckedDefinition check() {
        Optional<YamlMap> root = YamlReader.read(text.file(), text.yaml(), problems);
        if (root.isEmpty()) {
            throw new DefinitionException(problems.list());
        }
        return check(root.get());
    }

    private CheckedDefinition check(YamlMap root) {
        HeaderSection header = HeaderSection.read(root);
        DeclaredSources sources = DeclaredSources.read(root, text.schemas());
        ModelSection model = new ModelSection(root);
        Optional<DeclaredSource> scored = model.scored(sources);
        ModelSpec spec = model.model(scored);
        Optional<CheckedExpression> segmentBy = model.segmentBy(scored);
        List<DeclaredSet> sets = new FeaturesSection(sources).read(root);
        FeatureTable table = new FeatureTable(sets);
        Map<String, List<String>> entities = new WindowedSets(sets, scored, table).check();
        Map<String, DeclaredSource> erasing = ErasureCheck.check(sets, scored);
        List<CheckedFeature.Derived> derived =
                scored.map(events -> derived(sets, events, table)).orElse(List.of());
        List<String> inputs = model.inputs(table);
        Optional<DeclaredOutcome> outcome = OutcomeSection.read(root, sources, scored);
        List<FeatureTest> tests = new TestsSection(sources, table, scored).read(root);
        problems.throwIfAny();
        CheckedDefinition checked = new CheckedDefinition(
                header,
                sources.usable(),
                scored.orElseThrow(),
                entities,
                erasing,
                table.inOrder(),
                derived,
                spec,
                segmentBy,
                inputs,
                outcome,
                tests,
                Notes.ofFeatures(sets, table));
        checkWidth(checked, root);
        TestsSection.checkRequired(checked, problems);
        TestsSection.checkVectors(checked, problems);
        problems.throwIfAny();
        return checked;
    }

    private static List<CheckedFeature.Derived> derived(
            List<DeclaredSet> sets, DeclaredSource scored, FeatureTable table) {
        DerivedCheck check = new DerivedCheck(table, scored);
        for (DeclaredSet set : sets) {
            for (DeclaredFeature feature : set.features()) {
                if (feature instanceof DeclaredFeature.Derived derived) {
                    check.check(derived);
                }
            }
        }
        return check.order();
    }

    private static void checkWidth(CheckedDefinition checked, YamlMap root) {
        for (DeclaredSource source : checked.sources()) {
            int used = checked.used(source).size();
            if (used > EventType.MAX_FIELDS) {
                root.value("sources")
                        .orElseThrow()
                        .problem("the pipeline uses " + used + " fields of source " + source.name() + "; at most "
                                + EventType.MAX_FIELDS + " can be used");
            }
        }
    }
}
