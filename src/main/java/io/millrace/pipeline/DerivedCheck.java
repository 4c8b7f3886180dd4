package io.millrace.pipeline;

import io.millrace.feature.FeatureKind;
import io.millrace.pipeline.DeclaredWindows.Window;
import io.millrace.pipeline.expression.CheckedExpression;
import io.millrace.pipeline.expression.ExpressionException;
import io.millrace.pipeline.expression.ExpressionType;
import io.millrace.pipeline.expression.Operand;
import io.millrace.pipeline.expression.ParsedExpression;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks derived features, each after the ones that it names.
 *
 * <p>A derived feature that names others of its set which have several windows stands for as many features as they share
 * windows: {@code risk}, from {@code seen} and {@code frauds}, for {@code risk_1d} from {@code seen_1d} and
 * {@code frauds_1d}, and so on.
 */
final class DerivedCheck {
    private final FeatureTable table;
    private final DeclaredSource scored;
    private final WindowedSets windowed;
    private final Set<String> underWay = new LinkedHashSet<>();
    private final Set<String> done = new HashSet<>();
    private final List<CheckedFeature.Derived> order = new ArrayList<>();

    DerivedCheck(FeatureTable table, DeclaredSource scored, WindowedSets windowed) {
        this.table = table;
        this.scored = scored;
        this.windowed = windowed;
    }

    /** The derived features, each after its inputs. */
    List<CheckedFeature.Derived> order() {
        return List.copyOf(order);
    }

    void check(DeclaredFeature.Derived feature) {
        String name = feature.fullName();
        if (underWay.contains(name)) {
            feature.expression().problem("needs itself: " + String.join(" > ", underWay) + " > " + name);
            return;
        }
        if (done.add(name)) {
            underWay.add(name);
            feature.expression().scalar().ifPresent(text -> check(feature, text));
            underWay.remove(name);
        }
    }

    private void check(DeclaredFeature.Derived feature, String text) {
        try {
            ParsedExpression parsed = ParsedExpression.parse(text);
            Optional<Map<String, Reference>> references = references(feature, parsed);
            if (references.isPresent()) {
                add(feature, parsed, references.get());
            }
        } catch (ExpressionException e) {
            feature.expression().problem("\"" + text + "\": " + e.reason());
        }
    }

    private Optional<Map<String, Reference>> references(DeclaredFeature.Derived feature, ParsedExpression parsed) {
        Scope scope = new Scope(table, scored, feature);
        Map<String, Reference> references = new LinkedHashMap<>();
        for (String name : parsed.names()) {
            scope.dependency(name).ifPresent(this::check);
            scope.resolve(name).ifPresent(reference -> references.put(name, reference));
        }
        return references.size() == parsed.names().size() ? Optional.of(references) : Optional.empty();
    }

    private void add(DeclaredFeature.Derived feature, ParsedExpression parsed, Map<String, Reference> references)
            throws ExpressionException {
        List<Variants> windowed = references.values().stream()
                .filter(Reference.ToWindows.class::isInstance)
                .map(reference -> ((Reference.ToWindows) reference).variants())
                .toList();
        if (windowed.isEmpty()) {
            CheckedExpression expression = parsed.check(operands(references, Optional.empty()));
            if (expression.type() == ExpressionType.VECTOR) {
                components(feature, expression);
                return;
            }
            Optional<CheckedFeature.Derived> checked = derived(feature, feature.fullName(), expression, Map.of());
            checked.ifPresent(single -> table.put(feature, Variants.of(List.of(single))));
            return;
        }
        Map<Window, List<CheckedFeature>> variants = new LinkedHashMap<>();
        for (Window window : shared(windowed)) {
            derived(
                            feature,
                            feature.fullName() + "_" + window.text(),
                            parsed.check(operands(references, Optional.of(window))),
                            Map.of())
                    .ifPresent(variant -> variants.put(window, List.of(variant)));
        }
        if (shared(windowed).isEmpty()) {
            feature.expression()
                    .problem("the features that \"" + parsed.text() + "\" names share no window: "
                            + String.join(
                                    " and ",
                                    windowed.stream().map(DerivedCheck::texts).toList()));
        } else if (!variants.isEmpty()) {
            table.put(feature, Variants.of(variants));
        }
    }

    private static List<Window> shared(List<Variants> all) {
        Collection<Window> first = all.get(0).windows();
        return first.stream()
                .filter(window -> all.stream().allMatch(other -> other.has(window)))
                .toList();
    }

    private static String texts(Variants variants) {
        return variants.windows().stream().map(Window::text).toList().toString();
    }

    private static Map<String, Operand> operands(Map<String, Reference> references, Optional<Window> window) {
        Map<String, Operand> operands = new HashMap<>();
        references.forEach((name, reference) -> operands.put(
                name,
                reference instanceof Reference.ToOperand plain
                        ? plain.operand()
                        : ((Reference.ToWindows) reference)
                                .variants()
                                .at(window.orElseThrow())
                                .operand()));
        return operands;
    }

    /** A vector, which is a feature for each of its numbers. */
    private void components(DeclaredFeature.Derived feature, CheckedExpression vector) {
        String field = vector.vectorField();
        VectorDimensions.read(feature, scored, field, windowed).ifPresent(count -> {
            List<CheckedFeature> numbers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                derived(feature, feature.fullName() + "_" + i, vector.component(i), Map.of(field, count))
                        .ifPresent(numbers::add);
            }
            table.put(feature, Variants.of(numbers));
        });
    }

    private Optional<CheckedFeature.Derived> derived(
            DeclaredFeature.Derived feature,
            String name,
            CheckedExpression expression,
            Map<String, Integer> dimensions) {
        if (dimensions.isEmpty()) {
            VectorDimensions.refuse(feature);
        }
        Optional<FeatureKind> kind = expression.type().featureKind();
        if (kind.isEmpty()) {
            feature.expression().problem("is a " + expression.type() + "; a feature is a number or a bool");
            return Optional.empty();
        }
        boolean readsEvent = expression.operands().stream().anyMatch(Operand.OfField.class::isInstance);
        String definition = "EXPR " + expression.canonical() + (readsEvent ? " of " + scored.definition() : "");
        CheckedFeature.Derived derived =
                new CheckedFeature.Derived(name, kind.get(), definition, expression, dimensions);
        order.add(derived);
        return Optional.of(derived);
    }
}
