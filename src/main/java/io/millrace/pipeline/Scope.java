package io.millrace.pipeline;

import io.millrace.config.Names;
import io.millrace.event.FieldKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the names in one derived feature mean: fields of the scored event and features of the same set by their plain
 * names, features of all sets by their full names.
 *
 * <p>A name must mean one thing. A field and another feature of the set with the same name are a problem where an
 * expression uses that name, unless the feature is just that field ({@code amount: {expr: amount}}).
 */
final class Scope {
    private final FeatureTable table;
    private final DeclaredSource scored;
    private final DeclaredFeature.Derived feature;

    Scope(FeatureTable table, DeclaredSource scored, DeclaredFeature.Derived feature) {
        this.table = table;
        this.scored = scored;
        this.feature = feature;
    }

    /** The derived feature that must be checked before {@link #resolve} can answer. */
    Optional<DeclaredFeature.Derived> dependency(String name) {
        if (meansField(name)) {
            return Optional.empty();
        }
        return table.declaration(fullName(name))
                .filter(other -> other != feature || fullName(name).equals(feature.fullName()))
                .filter(DeclaredFeature.Derived.class::isInstance)
                .map(DeclaredFeature.Derived.class::cast);
    }

    /** What a name means; a name that means nothing, or two things, is a problem. */
    Optional<Reference> resolve(String name) {
        if (isField(name) && !meansField(name)) {
            feature.expression()
                    .problem("\"" + name + "\" is both a field of source " + scored.name()
                            + " and the feature " + fullName(name) + "; write " + fullName(name)
                            + " for the feature, or rename it to name the field");
            return Optional.empty();
        }
        if (meansField(name)) {
            return field(name);
        }
        Optional<Reference> found = table.feature(fullName(name))
                .<Reference>map(other -> new Reference.ToOperand(other.operand()))
                .or(() -> windows(name));
        if (found.isEmpty() && !table.isBroken(fullName(name))) {
            feature.expression().problem(unknown(name));
        }
        return found;
    }

    private Optional<Reference> field(String name) {
        FieldKind kind = scored.fields().readable(name);
        if (kind == null) {
            feature.expression().problem(scored.fields().explain(name));
            return Optional.empty();
        }
        return Optional.of(new Reference.ToOperand(scored.operand(name, kind)));
    }

    /** Features of the same set by the name of their declaration. */
    private Optional<Reference> windows(String name) {
        return name.contains(".")
                ? Optional.empty()
                : table.variants(fullName(name))
                        .filter(Variants::isOneForEachWindow)
                        .map(Reference.ToWindows::new);
    }

    private boolean isField(String name) {
        return scored.fields().names().contains(name)
                || scored.fields().unsupported().containsKey(name);
    }

    private boolean meansField(String name) {
        if (!isField(name)) {
            return false;
        }
        Optional<DeclaredFeature> other = table.declaration(fullName(name))
                .filter(declared -> declared.fullName().equals(fullName(name)));
        return other.isEmpty() || other.get() == feature || isJustField(other.get(), name);
    }

    private static boolean isJustField(DeclaredFeature other, String name) {
        return other instanceof DeclaredFeature.Derived derived
                && derived.expression()
                        .scalar()
                        .filter(text -> text.strip().equals(name))
                        .isPresent();
    }

    private String fullName(String name) {
        return name.contains(".") ? name : feature.set() + "." + name;
    }

    private String unknown(String name) {
        Optional<Variants> several = table.variants(fullName(name));
        if (several.isPresent()) {
            return "\"" + name + "\" " + several.get().ambiguity() + "; name one of "
                    + several.get().names();
        }
        List<String> known = new ArrayList<>(scored.fields().names());
        String prefix = feature.set() + ".";
        table.names().stream()
                .sorted()
                .forEach(full -> known.add(full.startsWith(prefix) ? full.substring(prefix.length()) : full));
        return "\"" + name + "\" is neither a field of source " + scored.name() + " nor a feature"
                + Names.hint(name, known);
    }
}
