package io.millrace.pipeline.expression;

import io.millrace.feature.Projection;
import io.millrace.feature.state.Rows;
import io.millrace.pipeline.expression.Code.OfString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What columns keep of a string. */
final class TextColumn {
    private TextColumn() {}

    /** The category's hash; missing where the string is. */
    static Projection hash(OfString code) {
        return (event, row) -> {
            String text = code.eval(event, row);
            return text == null ? Rows.MISSING : Category.of(text);
        };
    }

    /** The position in a list of categories, from 0, as a number; missing where the string is, or is none of them. */
    static Projection position(OfString code, List<String> categories) {
        Map<String, Long> positions = new HashMap<>();
        categories.forEach(category -> positions.put(category, Category.of(positions.size())));
        return (event, row) -> {
            String text = code.eval(event, row);
            Long position = text == null ? null : positions.get(text);
            return position == null ? Rows.MISSING : position;
        };
    }
}
