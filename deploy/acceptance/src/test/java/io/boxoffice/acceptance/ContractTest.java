package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.boxoffice.acceptance.Gateway.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The contract with whoever calls the gateway: it is what the services say, it is well made, and all of it is true. */
class ContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path GATEWAYS_PART = Path.of("../gateway/openapi.yaml");
    private static final List<String> SERVICES = List.of("show-service", "booking-service", "notification-service");

    private final House house = House.open();
    private final People people = new People(house);

    /** {@code ./boxoffice openapi} renews the file after a change that is meant. */
    @Test
    void itIsWhatTheServicesSay() throws IOException {
        List<JsonNode> contracts = new ArrayList<>();
        for (String service : SERVICES) {
            URI address = URI.create(house.ours().service(service).url() + "/q/openapi?format=json");
            contracts.add(JSON.readTree(Gateway.text(address)));
        }
        JsonNode merged = MergedContract.of(new YAMLMapper().readTree(GATEWAYS_PART.toFile()), contracts);
        if (Boolean.getBoolean("boxoffice.openapi.renew")) {
            write(merged, Contract.FILE);
            return;
        }
        Path said = Path.of("target/openapi.json");
        write(merged, said);

        assertThat(said)
                .as("after a change that is meant, ./boxoffice openapi renews the file")
                .hasSameTextualContentAs(Contract.FILE);
    }

    @Test
    void theGatewayServesIt() throws IOException {
        assertThat(house.gateway().get("/api/v1/openapi").body()).isEqualTo(JSON.readTree(Contract.FILE.toFile()));
    }

    static void write(JsonNode document, Path file) throws IOException {
        DefaultPrettyPrinter lines = new DefaultPrettyPrinter();
        lines.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        Files.writeString(file, JSON.writer(lines).writeValueAsString(document) + "\n");
    }

    @Test
    void itIsWellMade() throws IOException {
        ContractLint.Verdict verdict = ContractLint.of(Contract.FILE);

        assertThat(verdict.status()).as("%s", verdict.output()).isZero();
    }

    /** A tour of everything that the contract promises; each call is checked as those of all tests are. */
    @Test
    void everythingThatIsPromisedHappens() {
        Set<String> before = new TreeSet<>(Contract.get().served());
        Contract.get().served().clear();
        tourShows();
        tourBookings();
        tourWaitingList();
        tourNotifications();
        Set<String> missing = new TreeSet<>(Contract.get().promised());
        missing.removeAll(Contract.get().served());
        Contract.get().served().addAll(before);

        assertThat(missing).as("promised, and never seen").isEmpty();
    }

    private void tourShows() {
        Gateway olga = people.as("organiser", "olga");
        revalidate("/api/v1/openapi", house.gateway().get("/api/v1/openapi"));
        String show = people.show(40, 120);
        String path = "/api/v1/shows/" + show;
        Answer read = house.gateway().get(path);
        revalidate(path, read);
        olga.send("PATCH", path, "{\"venue\":\"Globe\"}", "If-Match", String.valueOf(read.etag()));
        String list = "/api/v1/shows?limit=1&from=2030-01-01T00:00:00Z";
        revalidate(list, house.gateway().get(list));
        revalidate(path + "/seats", house.gateway().get(path + "/seats"));
        house.gateway().get("/api/v1/availability?showId=" + show + "&showId=0NV5Y2K4H8G1M");
        olga.post(path + "/cancel");
    }

    private void revalidate(String path, Answer answer) {
        assertThat(answer.etag()).isNotNull();
        assertThat(house.gateway()
                        .send("GET", path, null, "If-None-Match", String.valueOf(answer.etag()))
                        .status())
                .isEqualTo(304);
    }

    private void tourBookings() {
        String show = people.show(40, 120);
        String anna = people.somebody();
        Gateway as = people.customer(anna);
        house.gateway().get("/api/v1/ticket-keys");
        String booking = "/api/v1/bookings/" + people.held(anna, show, List.of(1, 2));
        as.post(booking + "/extend");
        as.post(booking + "/confirm");
        as.get(booking);
        as.get("/api/v1/bookings?limit=1&status=CONFIRMED&showId=" + show);
        as.post(booking + "/cancel");
        people.awaitServed(
                anna, String.valueOf(people.request(anna, show, List.of(7)).location()));
    }

    private void tourWaitingList() {
        String show = people.show(2, 120);
        people.held(people.somebody(), show, List.of(1, 2));
        Gateway as = people.customer(people.somebody());
        String list = "/api/v1/shows/" + show + "/waiting-list";
        as.post(list, Map.of("quantity", 1));
        as.get(list);
        as.send("DELETE", list, null);
    }

    /** A mail that cannot be sent leaves a dead letter behind. */
    private void tourNotifications() {
        String show = people.show(4, 120);
        String anna = people.somebody();
        Gateway admin = people.as("admin", "root");
        String deadLetters = "/api/v1/notifications/dead-letters";
        house.refuseMails(50);
        String booking = people.held(anna, show, List.of(1));
        people.confirm(anna, booking);
        String dead = await().atMost(People.PATIENCE)
                .until(
                        () -> admin.get(deadLetters + "?queue=email-worker&limit=1000")
                                .body()
                                .findValuesAsText("messageId"),
                        letters -> !letters.isEmpty())
                .getFirst();
        house.refuseMails(0);
        admin.get(deadLetters + "/" + dead);
        admin.post(deadLetters + "/redrive", Map.of("queue", "email-worker"));
        people.awaitMail(anna, booking);
        int mail = admin.get("/api/v1/notifications?bookingId=" + booking)
                .body()
                .at("/0/id")
                .asInt();
        admin.send("POST", "/api/v1/notifications/" + mail + "/resend", "{}");
        admin.post("/api/v1/revocations", Map.of("id", "a-session-that-never-was"));
    }
}
