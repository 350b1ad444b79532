package io.sidecore.tools.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A self-contained page, for a browser in light or dark, of any width. */
public final class HtmlPage {
    /** Lines of a plot that differ in colour. */
    static final int COLOURS = 8;

    private static final String STYLE = """
            :root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #c62828; --faint: #666;
              --c0: #1f6feb; --c1: #b35900; --c2: #8250df; --c3: #1a7f37; --c4: #c62828; --c5: #0a7b83; --c6: #a0307f; --c7: #6e6e00; }
            @media (prefers-color-scheme: dark) { :root { --good: #56d364; --bad: #ff7b72; --faint: #aaa;
              --c0: #79b8ff; --c1: #ffab70; --c2: #d2a8ff; --c3: #7ee787; --c4: #ff7b72; --c5: #76e3ea; --c6: #ff9bce; --c7: #d9d04a; } }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 84rem; margin: 1.5rem auto; padding: 0 1rem; }
            h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; } h3 { font-size: 1.05rem; margin: 1.8rem 0 .4rem; }
            .table { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
            td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
            .good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; overflow-wrap: anywhere; }
            .faint, small { color: var(--faint); } details { margin: .2rem 0; } summary { cursor: pointer; }
            .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem; }
            figure { margin: 0; max-width: 48rem; } figcaption { font-weight: 600; } svg { width: 100%; height: auto; }
            svg text { fill: var(--faint); font-size: 13px; } .grid { stroke: var(--line); }
            svg path { fill: none; stroke-width: 2; } svg .quoted { stroke-dasharray: 6 4; } svg circle.quoted { stroke-dasharray: none; }
            .legend span { margin-right: 1rem; white-space: nowrap; font-size: .9rem; }
            .legend span::before { content: "\\2014"; margin-right: .4rem; } .legend span.quoted::before { content: "- -"; }
            """
            + colours();

    private final StringBuilder page = new StringBuilder(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>");

    /**
     * A page.
     *
     * @param title    in the browser's tab
     * @param more     style sheet of what only this page has, or empty
     * @param headline on top
     */
    public HtmlPage(String title, String more, String headline) {
        page.append(escape(title)).append("</title>\n<style>").append(STYLE).append(more)
                .append("</style></head><body>\n<h1>").append(escape(headline)).append("</h1>\n");
    }

    private static String colours() {
        StringBuilder style = new StringBuilder();
        for (int i = 0; i < COLOURS; i++) {
            style.append(String.format(Locale.ROOT,
                    "svg path.line%1$d { stroke: var(--c%1$d); } svg circle.line%1$d { fill: var(--c%1$d); } span.line%1$d { color: var(--c%1$d); }%n",
                    i));
        }
        return style.toString();
    }

    /**
     * Goes on with the page.
     *
     * @param html well-formed; text in it escaped
     * @return this
     */
    public HtmlPage add(String html) {
        page.append(html);
        return this;
    }

    /**
     * Ends the page and writes it.
     *
     * @param file replaced if it is there
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        Files.writeString(file, page + "</body></html>\n");
    }

    /**
     * Text as HTML.
     *
     * @param text as it is to be read
     * @return the same with references for what HTML takes for its own
     */
    public static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
