package io.boxoffice.standalone;

import io.boxoffice.backends.CannotStart;
import io.boxoffice.backends.Tokens;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The commands behind {@code ./boxoffice}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var checkout = Path.of(System.getProperty("boxoffice.checkout", ""))
                .toAbsolutePath()
                .normalize();
        try {
            run(checkout, List.of(arguments));
        } catch (CannotStart e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } catch (IllegalStateException | UncheckedIOException e) {
            System.err.println("That did not work: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Path checkout, List<String> arguments) {
        var console = new Console(System.out);
        var up = new Up(checkout, System.getenv(), console);
        var rest = arguments.subList(1, arguments.size());
        switch (arguments.getFirst()) {
            case "up" -> up.run(Arguments.flags(rest, "--attach", "--fresh"));
            case "down" -> {
                Arguments.none(rest);
                down(new Run(checkout.resolve(".boxoffice")), console);
            }
            case "status" -> {
                Arguments.none(rest);
                new Status(checkout, console).print();
            }
            case "token" -> token(checkout, rest, console);
            case "demo" -> demo(up, checkout, rest, console);
            case "dead-letters" -> deadLetters(checkout, rest, console);
            default -> throw new CannotStart("There is no command " + arguments.getFirst() + ": see ./boxoffice help");
        }
    }

    private static void down(Run run, Console console) {
        if (run.supervisor().isEmpty() && run.leftovers().isEmpty()) {
            run.stop();
            console.line("Box Office is not running.");
            return;
        }
        console.line("Stopping Box Office ...");
        var left = run.stop();
        if (!left.isEmpty()) {
            console.line("  ended what a killed run had left: " + String.join(", ", left));
        }
        console.line("Stopped; no process is left. The data stays for the next ./boxoffice up.");
    }

    private static void token(Path checkout, List<String> arguments, Console console) {
        if (arguments.isEmpty() || arguments.size() > 2) {
            throw new CannotStart("Say which token: ./boxoffice token customer|organiser|admin [name]");
        }
        var role = arguments.getFirst();
        if (!List.of("customer", "organiser", "admin").contains(role)) {
            throw new CannotStart("There is no role " + role + ": it is customer, organiser or admin.");
        }
        var issuer = issuer(new Run(checkout.resolve(".boxoffice")), System.getenv());
        console.line(new Tokens(issuer).of(role, arguments.size() == 2 ? arguments.get(1) : role));
    }

    private static void demo(Up up, Path checkout, List<String> arguments, Console console) {
        var elsewhere = Arguments.value(arguments, "--gateway");
        var run = new Run(checkout.resolve(".boxoffice"));
        if (elsewhere.isEmpty() && up.startUnlessRunning(false)) {
            new Status(checkout, console).printAddresses();
        }
        var gateway = elsewhere.orElseGet(() -> localGateway(run));
        var inbox = System.getenv()
                .getOrDefault("BOXOFFICE_INBOX_URL", run.addresses().getProperty("inbox", "http://127.0.0.1:8025"));
        new Demo(new Api(gateway), new Tokens(issuer(run, System.getenv())), inbox, console).play();
    }

    private static void deadLetters(Path checkout, List<String> arguments, Console console) {
        var options = Arguments.options(arguments, "--gateway", "--token", "--all");
        var run = new Run(checkout.resolve(".boxoffice"));
        var gateway = options.value("--gateway").orElseGet(() -> localGateway(run));
        var token = options.value("--token").orElseGet(() -> new Tokens(issuer(run, System.getenv())).admin("root"));
        new DeadLetters(new Api(gateway), token, console).run(options);
    }

    private static String localGateway(Run run) {
        return run.addresses().getProperty("gateway", "http://localhost:8080");
    }

    private static String issuer(Run run, Map<String, String> environment) {
        var given = environment.get("BOXOFFICE_OIDC_URL");
        if (given != null) {
            return given;
        }
        var issuer = run.addresses().getProperty("issuer");
        if (issuer == null || run.supervisor().isEmpty()) {
            throw new CannotStart("Box Office is not running: ./boxoffice up starts it.");
        }
        return issuer;
    }
}
