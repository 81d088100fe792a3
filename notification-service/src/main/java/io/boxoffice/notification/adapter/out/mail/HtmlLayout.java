package io.boxoffice.notification.domain;

import io.boxoffice.notification.domain.Letter.Entry;
import java.util.List;
import java.util.stream.Collectors;

/** A letter as HTML: one narrow column, no images, no scripts, readable in dark mode. */
final class HtmlLayout {

    private static final String STYLE = """
            :root { color-scheme: light dark; }
            body { font-family: sans-serif; line-height: 1.5; margin: 0 auto; max-width: 36rem; padding: 1rem; }
            h1 { font-size: 1.4rem; }
            table { border-collapse: collapse; margin: 1rem 0; width: 100%; }
            th, td { padding: 0.3rem 0; text-align: left; vertical-align: top; }
            th { font-weight: normal; padding-right: 1rem; }
            .places td { text-align: right; white-space: nowrap; }
            .places tr:last-child > * { border-top: 1px solid; font-weight: bold; }
            """;

    static String of(Letter letter) {
        return """
            <!DOCTYPE html>
            <html lang="%s">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%s</title>
            <style>
            %s</style>
            </head>
            <body>
            <h1>%s</h1>
            <p>%s</p>
            <p>%s</p>
            <table class="facts">
            %s
            </table>
            <table class="places">
            %s
            %s
            </table>
            <p>%s</p>
            <p>%s</p>
            </body>
            </html>
            """.formatted(
                        escaped(letter.language()),
                        escaped(letter.subject()),
                        STYLE,
                        escaped(letter.heading()),
                        escaped(letter.greeting()),
                        escaped(letter.opening()),
                        rows(letter.facts()),
                        rows(letter.places()),
                        row(letter.total()),
                        escaped(letter.closing()),
                        escaped(letter.signature()));
    }

    private static String rows(List<Entry> entries) {
        return entries.stream().map(HtmlLayout::row).collect(Collectors.joining("\n"));
    }

    private static String row(Entry entry) {
        return "<tr><th scope=\"row\">%s</th><td>%s</td></tr>"
                .formatted(escaped(entry.label()), escaped(entry.value()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private HtmlLayout() {}
}
