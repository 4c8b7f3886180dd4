package io.millrace.pipeline;

import io.millrace.config.Names;
import io.millrace.event.FieldKind;
import io.millrace.event.VectorShape;
import io.millrace.pipeline.DeclaredAggregate.DeclaredDimensions;
import io.millrace.pipeline.expression.Operand;
import io.millrace.pipeline.expression.ParsedExpression;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the names in the expressions of one windowed feature mean: fields of its source by their plain names, and, where
 * that source is scored, windowed features of other sets by their full names.
 */
final class WindowScope {
    private final FeatureTable table;
    private final WindowedSets sets;
    private final String set;
    private final DeclaredSource source;

    /** @param set the set that the feature belongs to */
    WindowScope(FeatureTable table, WindowedSets sets, String set, DeclaredSource source) {
        this.table = table;
        this.sets = sets;
        this.set = set;
        this.source = source;
    }

    /** What each name of an expression stands for; empty where one of them stands for nothing that can be read. */
    Optional<Map<String, Operand>> operands(YamlValue value, ParsedExpression parsed) {
        Map<String, Operand> operands = new HashMap<>();
        for (String name : parsed.names()) {
            operand(value, name).ifPresent(operand -> operands.put(name, operand));
        }
        return operands.size() == parsed.names().size() ? Optional.of(operands) : Optional.empty();
    }

    /** Whether a vector has as many numbers as other features say of it; else a problem of the value that says so. */
    boolean agree(String field, DeclaredDimensions dimensions) {
        int others = sets.dimensions(source, field, dimensions.count());
        if (others != dimensions.count()) {
            dimensions
                    .value()
                    .problem("is " + dimensions.count() + ", but another feature says that \"" + field + "\" has "
                            + others + " numbers; an event with another number is not accepted, so write the same");
        }
        return others == dimensions.count();
    }

    /** Whether a vector that is computed can be aggregated, and has as many numbers as are declared, where they are; else a problem. */
    boolean fits(String field, DeclaredVector computed, @Nullable DeclaredDimensions dimensions, YamlValue feature) {
        int count = computed.recipe().dimensions();
        if (count > VectorShape.MOST) {
            feature.problem("is about \"" + field + "\", which has " + count + " numbers; a window takes at most "
                    + VectorShape.MOST);
            return false;
        }
        if (dimensions != null && dimensions.count() != count) {
            dimensions
                    .value()
                    .problem("is " + dimensions.count() + ", but \"" + field + "\" has " + count
                            + " numbers; leave dimensions out");
            return false;
        }
        return true;
    }

    private Optional<Operand> operand(YamlValue value, String name) {
        FieldKind kind = source.fields().readable(name);
        if (kind != null) {
            return Optional.of(source.operand(name, kind));
        }
        String other = setOf(name);
        if (other.equals(set)) {
            value.problem(unknown(name));
            return Optional.empty();
        }
        return feature(value, name, other);
    }

    private String unknown(String name) {
        boolean isField = source.fields().unsupported().containsKey(name);
        boolean isFeature = table.isFeature(name) || table.isFeature(set + "." + name);
        return isFeature && !isField
                ? "\"" + name + "\" is not a field of " + source.fields().fullName()
                        + "; a window reads fields of its source and features of other sets, not of its own"
                : source.fields().explain(name);
    }

    /** The set that a full name begins with; this one for a plain name. */
    private String setOf(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? set : name.substring(0, dot);
    }

    private Optional<Operand> feature(YamlValue value, String name, String other) {
        if (table.sets().contains(other) && !sets.isScored(source)) {
            value.problem(
                    "\"" + name + "\" is a feature, which only windows over the scored source can read; events of "
                            + source.name() + " are not scored");
            return Optional.empty();
        }
        if (!sets.require(other, set, value)) {
            return Optional.empty();
        }
        Optional<Operand> found = table.feature(name).map(CheckedFeature::operand);
        if (found.isEmpty()) {
            explain(value, name);
        }
        return found;
    }

    private void explain(YamlValue value, String name) {
        Optional<DeclaredFeature> declared = table.declaration(name);
        Optional<Variants> several = table.variants(name);
        if (declared.filter(DeclaredFeature.Derived.class::isInstance).isPresent()) {
            value.problem("\"" + name + "\" is a derived feature (expr), which a window can't read yet; write its"
                    + " expression here, over windowed features of other sets");
        } else if (several.isPresent()) {
            value.problem("\"" + name + "\" " + several.get().ambiguity() + "; name one of "
                    + several.get().names());
        } else if (!hasProblems(declared, name)) {
            value.problem("\"" + name + "\" is neither a field of "
                    + source.fields().fullName() + " nor a feature" + Names.hint(name, known()));
        }
    }

    /** Whether what a name belongs to has problems of its own. That a derived feature is not checked yet is none. */
    private boolean hasProblems(Optional<DeclaredFeature> declared, String name) {
        return declared.map(feature -> table.variants(feature.fullName()).isEmpty())
                .orElseGet(() -> table.isBroken(name));
    }

    private List<String> known() {
        List<String> known = new ArrayList<>(source.fields().names());
        table.names().stream().sorted().forEach(known::add);
        return known;
    }
}
