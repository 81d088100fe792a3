package io.boxoffice.notification.adapter.out.mail;

import io.boxoffice.notification.domain.Letter;
import io.boxoffice.notification.domain.Letter.Entry;
import io.boxoffice.notification.domain.Letter.Link;
import io.boxoffice.notification.domain.Letter.Ticket;
import io.boxoffice.notification.domain.Mail;
import java.util.List;
import java.util.stream.Collectors;

/** A letter as HTML: one column that fits a phone, no scripts, readable in dark mode and without its images. */
final class HtmlLayout {

    /** Pixels on each side of a QR code as it is shown. */
    private static final int QR_SIDE = 196;

    private static final String STYLE = """
            :root { color-scheme: light dark; supported-color-schemes: light dark; }
            body { margin: 0; padding: 0; background: #f4f3f1; color: #1d1c1a;
              font: 16px/1.5 -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
              -webkit-text-size-adjust: 100%; }
            main { max-width: 560px; margin: 0 auto; padding: 32px 24px 40px; background: #ffffff; }
            h1 { margin: 0 0 20px; font-size: 26px; line-height: 1.2; font-weight: 600; letter-spacing: -0.01em; }
            h2 { margin: 0; font-size: 16px; line-height: 1.4; font-weight: 600; }
            p { margin: 0 0 16px; }
            table { width: 100%; border-collapse: collapse; }
            th, td { padding: 0; text-align: left; vertical-align: top; font-weight: 400; }
            .sender { margin: 0 0 28px; color: #6a6660; font-size: 13px; letter-spacing: 0.08em;
              text-transform: uppercase; }
            .facts { margin: 24px 0; border-top: 1px solid #dedbd5; }
            .facts th, .facts td { padding: 9px 0; border-bottom: 1px solid #dedbd5; }
            .facts th { width: 28%; padding-right: 16px; color: #6a6660; }
            .facts td { overflow-wrap: anywhere; }
            .facts tr:first-child td { font-weight: 600; }
            .ticket { margin: 0 0 16px; padding: 12px; border: 1px solid #dedbd5; border-radius: 10px;
              overflow: hidden; }
            .ticket img { display: block; border: 0; border-radius: 6px; background: #ffffff;
              image-rendering: pixelated; }
            .ticket div { padding: 8px 8px 4px; }
            .place { margin: 0; }
            .code { margin: 8px 0 0; color: #6a6660; font: 10px/1.45 ui-monospace, Menlo, Consolas, monospace;
              word-break: break-all; }
            .prices { margin: 24px 0; }
            .prices th { padding: 4px 16px 4px 0; }
            .prices td { padding: 4px 0; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
            .prices tr:last-child th, .prices tr:last-child td { padding-top: 9px; border-top: 1px solid #dedbd5;
              font-weight: 600; }
            .action { margin: 24px 0; }
            .action a { display: inline-block; padding: 12px 22px; border-radius: 8px; background: #1f4e79;
              color: #ffffff; font-weight: 600; text-decoration: none; }
            .signature { margin: 28px 0 0; color: #6a6660; }
            @media (prefers-color-scheme: dark) {
              body { background: #161514; color: #ece9e4; }
              main { background: #1f1e1c; }
              .facts, .facts th, .facts td, .ticket, .prices tr:last-child th, .prices tr:last-child td {
                border-color: #3d3a36; }
              .sender, .facts th, .code, .signature { color: #a9a49c; }
              .action a { background: #9cc4ea; color: #10202f; }
            }
            @media (min-width: 480px) {
              main { padding: 40px 40px 48px; }
              .ticket img { float: left; }
              .ticket div { margin-left: 196px; padding: 14px 12px 4px 16px; }
            }
            """;

    static String of(Mail mail) {
        Letter letter = mail.letter();
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
            %s</head>
            <body>
            <main>
            <p class="sender">%s</p>
            <h1>%s</h1>
            <p>%s</p>
            <p>%s</p>
            %s%s%s%s<p>%s</p>
            </main>
            </body>
            </html>
            """.formatted(
                escaped(letter.locale().toLanguageTag()),
                escaped(letter.subject()),
                STYLE,
                ReservationJson.of(mail)
                        .map("<script type=\"application/ld+json\">%s</script>\n"::formatted)
                        .orElse(""),
                escaped(letter.signature()),
                escaped(letter.heading()),
                escaped(letter.greeting()),
                escaped(letter.opening()),
                table("facts", letter.facts()),
                letter.tickets().stream().map(ticket -> ticket(mail, ticket)).collect(Collectors.joining()),
                letter.prices().isEmpty() ? "" : table("prices", letter.prices()),
                letter.link().map(HtmlLayout::action).orElse(""),
                escaped(letter.closing()));
    }

    /** The name by which the HTML part shows the picture of a ticket's code: like no other in the world (RFC 2392). */
    static String pictureOf(Mail mail, Ticket ticket) {
        String messageId = mail.messageId();
        return "ticket-" + ticket.seat() + "." + messageId.substring(1, messageId.length() - 1);
    }

    private static String ticket(Mail mail, Ticket ticket) {
        return """
            <section class="ticket">
            <img src="cid:%s" width="%d" height="%d" alt="%s">
            <div>
            <h2>%s</h2>
            <p class="place">%s</p>
            <p class="code">%s</p>
            </div>
            </section>
            """.formatted(
                        pictureOf(mail, ticket),
                        QR_SIDE,
                        QR_SIDE,
                        escaped(ticket.picture()),
                        escaped(ticket.title()),
                        escaped(ticket.place()),
                        ticket.code());
    }

    private static String action(Link link) {
        return "<p class=\"action\"><a href=\"%s\">%s</a></p>\n"
                .formatted(escaped(link.target()), escaped(link.label()));
    }

    private static String table(String name, List<Entry> entries) {
        return entries.stream()
                .map(entry -> "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n"
                        .formatted(escaped(entry.label()), escaped(entry.value())))
                .collect(Collectors.joining("", "<table class=\"" + name + "\"><tbody>\n", "</tbody></table>\n"));
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
