package io.boxoffice.notification.adapter.out.mail;

import io.boxoffice.notification.domain.Mail;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/** A mail after its way over the wire, taken apart. */
final class ReceivedMail {

    private static final Pattern NOT_READ = Pattern.compile(
            "<style>.*?</style>|<h1>.*?</h1>|<script.*?</script>|<title>.*?</title>|<[^>]+>", Pattern.DOTALL);
    private static final Pattern SENDER = Pattern.compile("<p class=\"sender\">(.*?)</p>(.*)", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]*)\">([^<]*)</a>");

    private final MimeMessage message;
    private final int size;
    private final String tree;
    private final Map<String, byte[]> pictures = new LinkedHashMap<>();
    private String text = "";
    private String html = "";
    private String calendar = "";
    private String calendarType = "";

    private ReceivedMail(byte[] wire) throws MessagingException, IOException {
        message = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(wire));
        size = wire.length;
        tree = take(message);
    }

    static ReceivedMail of(Mail mail) {
        try {
            MailMessage message = new MailMessage(
                    Session.getInstance(new Properties()),
                    new InternetAddress("Box Office <tickets@boxoffice.example>"),
                    mail);
            message.saveChanges();
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            message.writeTo(wire);
            return new ReceivedMail(wire.toByteArray());
        } catch (MessagingException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String take(Part part) throws MessagingException, IOException {
        ContentType type = new ContentType(part.getContentType());
        if (part.getContent() instanceof Multipart parts) {
            StringBuilder inner = new StringBuilder();
            for (int i = 0; i < parts.getCount(); i++) {
                inner.append(i == 0 ? "" : " ").append(take(parts.getBodyPart(i)));
            }
            return type.getSubType() + "(" + inner + ")";
        }
        switch (type.getBaseType()) {
            case "text/plain" -> text = lines(part);
            case "text/html" -> html = lines(part);
            case "text/calendar" -> {
                calendar = new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                calendarType = part.getContentType();
            }
            case "image/png" -> {
                String cid = ((MimeBodyPart) part).getContentID();
                pictures.put(
                        cid.substring(1, cid.length() - 1),
                        part.getInputStream().readAllBytes());
            }
            default -> throw new AssertionError("an unknown part: " + type);
        }
        return type.getBaseType();
    }

    private static String lines(Part part) throws MessagingException, IOException {
        return String.valueOf(part.getContent()).replace("\r\n", "\n");
    }

    String subject() {
        try {
            return message.getSubject();
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    String header(String name) {
        try {
            return message.getHeader(name, null);
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    /** Bytes on the wire. */
    int size() {
        return size;
    }

    /** The kinds of its parts, as in {@code alternative(text/plain text/html)}. */
    String tree() {
        return tree;
    }

    String text() {
        return text;
    }

    String html() {
        return html;
    }

    String calendar() {
        return calendar;
    }

    String calendarType() {
        return calendarType;
    }

    /** The pictures by their Content-ID. */
    Map<String, byte[]> pictures() {
        return pictures;
    }

    /** The Content-ID of a ticket's picture. */
    String pictureOf(int seat) {
        return pictures.keySet().stream()
                .filter(id -> id.startsWith("ticket-" + seat + "."))
                .findFirst()
                .orElseThrow();
    }

    byte[] picture(String contentId) {
        return Optional.ofNullable(pictures.get(contentId)).orElseThrow();
    }

    List<String> wordsOfText() {
        return words(text);
    }

    /** What somebody reads, in the order of the text: the sender signs there, and each link is followed by where it leads. */
    List<String> wordsOfHtml() {
        String signed = SENDER.matcher(html).replaceFirst("$2 $1");
        String read = NOT_READ.matcher(LINK.matcher(signed).replaceAll("$2 $1")).replaceAll(" ");
        return words(read.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&"));
    }

    private static List<String> words(String text) {
        return List.of(text.replace(":", "").strip().split("\\s+", -1));
    }
}
