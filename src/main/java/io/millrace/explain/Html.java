package io.millrace.explain;

/** Writes HTML. Text is escaped; what is markup is given by this package alone. */
final class Html {
    private final StringBuilder text = new StringBuilder();

    /** Adds markup as it is. */
    Html raw(String markup) {
        text.append(markup);
        return this;
    }

    /** Adds an element that holds text. */
    Html element(String name, String content) {
        return raw("<" + name + ">").text(content).raw("</" + name + ">\n");
    }

    /** Adds an element with a class, which holds text. */
    Html element(String name, String style, String content) {
        return raw("<" + name + " class=\"" + style + "\">").text(content).raw("</" + name + ">\n");
    }

    /** Adds text, escaped for content and for attributes. */
    Html text(String content) {
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                case '\'' -> text.append("&#39;");
                default -> text.append(c);
            }
        }
        return this;
    }

    /** Begins a table. */
    Html table(String... head) {
        raw("<table>\n<tr>");
        for (String cell : head) {
            raw("<th>").text(cell).raw("</th>");
        }
        return raw("</tr>\n");
    }

    Html row(String... cells) {
        raw("<tr>");
        for (String cell : cells) {
            raw("<td>").text(cell).raw("</td>");
        }
        return raw("</tr>\n");
    }

    Html endTable() {
        return raw("</table>\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
