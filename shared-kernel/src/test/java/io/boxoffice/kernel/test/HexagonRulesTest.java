package io.boxoffice.kernel.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.boxoffice.kernel.test.HexagonRules.Room;
import io.boxoffice.kernel.test.HexagonRules.Rule;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A rule that cannot fail is worth nothing: each must find what is planted against it, and nothing else. */
class HexagonRulesTest {

    private static final String PLANTED = "io.boxoffice.kernel.planted.";

    @Test
    void a_clean_hexagon_passes() {
        assertThat(violations("clean", EnumSet.allOf(Room.class))).isEmpty();
    }

    @Test
    void a_mistyped_base_package_is_not_a_clean_hexagon() {
        assertThat(violations("claen", EnumSet.allOf(Room.class)))
                .containsOnlyKeys(Rule.ROOMS_ARE_THERE)
                .hasEntrySatisfying(
                        Rule.ROOMS_ARE_THERE, rooms -> assertThat(rooms).hasSize(Room.values().length));
    }

    @Test
    void a_missing_room_is_told() {
        assertOnly("injected", Rule.ROOMS_ARE_THERE, List.of("injected.domain.."), Room.APPLICATION, Room.DOMAIN);
    }

    @Test
    void a_room_that_is_said_to_be_absent_must_be_absent() {
        assertOnly("stray", Rule.ROOMS_ARE_THERE, List.of("stray.domain.."));
    }

    @Test
    void a_class_outside_the_rooms_is_found() {
        assertOnly("stray", Rule.CLASSES_LIVE_IN_A_ROOM, List.of("stray.adaptor.SeatResource"), Room.DOMAIN);
    }

    @Test
    void a_domain_class_that_knows_more_than_plain_java_is_found() {
        assertOnly(
                "framework",
                Rule.DOMAIN_IS_PLAIN_JAVA,
                List.of("framework.domain.Row", "framework.domain.Seat", "framework.domain.Section"),
                Room.DOMAIN);
    }

    @Test
    void a_domain_class_that_knows_the_application_is_found() {
        assertOnly(
                "outward",
                Rule.DOMAIN_IS_PLAIN_JAVA,
                List.of("outward.domain.Seat.claim()"),
                Room.DOMAIN,
                Room.APPLICATION);
    }

    @Test
    void every_clock_and_every_dice_in_the_domain_is_found() {
        assertOnly(
                "clock",
                Rule.DOMAIN_READS_NO_CLOCK_AND_NO_DICE,
                List.of(
                        "Clocks.booking(",
                        "Clocks.clock()",
                        "Clocks.dice()",
                        "Clocks.instant()",
                        "Clocks.lambda()",
                        "Clocks.local(",
                        "Clocks.millis()",
                        "Clocks.reference()",
                        "Clocks.secure(",
                        "Clocks.show()",
                        "Clocks.threadLocal()> calls method <java.util.concurrent.ThreadLocalRandom.current()>",
                        "Clocks.threadLocal()> calls method <java.util.concurrent.ThreadLocalRandom.nextInt(int)>",
                        "Clocks.unseeded()",
                        "Clocks.uuid()"),
                Room.DOMAIN);
    }

    @Test
    void a_use_case_that_knows_an_adapter_or_a_framework_is_found() {
        assertOnly(
                "reaching",
                Rule.APPLICATION_KNOWS_ONLY_DOMAIN_AND_PORTS,
                List.of(
                        "Method <io.boxoffice.kernel.planted.reaching.application.SendMail.handle(",
                        "Field <io.boxoffice.kernel.planted.reaching.application.SendMail.mail>",
                        "Method <io.boxoffice.kernel.planted.reaching.application.WriteLog.handle("),
                Room.APPLICATION,
                Room.ADAPTER_OUT);
    }

    @Test
    void a_port_that_is_no_interface_is_found() {
        assertOnly(
                "port",
                Rule.PORTS_ARE_INTERFACES,
                List.of("port.application.port.Bookings"),
                Room.APPLICATION,
                Room.PORT);
    }

    @Test
    void a_use_case_with_two_or_no_public_methods_is_found() {
        assertOnly(
                "methods",
                Rule.USE_CASES_HAVE_ONE_PUBLIC_METHOD,
                List.of("Nothing has 0 public methods: []", "TwoThings has 2 public methods: [confirm, hold]"),
                Room.APPLICATION);
    }

    @Test
    void an_injected_field_is_found() {
        assertOnly("injected", Rule.FIELDS_ARE_NOT_INJECTED, List.of("FindSeat.show"), Room.APPLICATION);
    }

    @Test
    void adapters_that_know_each_other_are_found() {
        assertOnly(
                "neighbours",
                Rule.ADAPTERS_DO_NOT_KNOW_EACH_OTHER,
                List.of(
                        "Slice in - rest depends on Slice out - persistence",
                        "Slice out - cache depends on Slice out - persistence"),
                Room.ADAPTER_IN,
                Room.ADAPTER_OUT);
    }

    @Test
    void a_service_that_knows_another_one_is_found() {
        assertOnly(
                "foreign",
                Rule.SERVICES_DO_NOT_KNOW_EACH_OTHER,
                List.of("foreign.adapter.in.rest.BookingResource.booking()"),
                Room.ADAPTER_IN);
    }

    @Test
    void every_forbidden_ending_is_found() {
        assertOnly(
                "endings",
                Rule.NAMES_HAVE_NO_FORBIDDEN_ENDING,
                List.of(
                        "Seats$SeatsDTO>",
                        "Seats$SeatsDto>",
                        "Seats$SeatsHelper>",
                        "Seats$SeatsImpl>",
                        "Seats$SeatsManager>",
                        "Seats$SeatsUseCase>",
                        "Seats$SeatsUtil>",
                        "Seats$SeatsUtils>"),
                Room.DOMAIN);
    }

    @Test
    void packages_that_need_each_other_are_found() {
        assertOnly("circle", Rule.PACKAGES_HAVE_NO_CYCLES, List.of("Cycle detected"), Room.DOMAIN);
    }

    @Test
    void the_check_of_a_service_looks_at_main_classes_and_names_what_is_wrong() {
        assertThatThrownBy(() -> HexagonRules.check("io.boxoffice.kernel.planted.clean"))
                .as("planted classes are test classes")
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("planted.clean.domain.. has no classes");
        assertThatThrownBy(() -> HexagonRules.check("io.boxoffice.kernel", Room.values()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("CLASSES_LIVE_IN_A_ROOM")
                .hasMessageContaining("io.boxoffice.kernel.id.ShowId");
    }

    private static void assertOnly(String planted, Rule rule, List<String> findings, Room... rooms) {
        EnumSet<Room> there = EnumSet.noneOf(Room.class);
        there.addAll(Arrays.asList(rooms));
        Map<Rule, List<String>> violations = violations(planted, there);
        assertThat(violations).containsOnlyKeys(rule);
        List<String> details = violations.getOrDefault(rule, List.of());
        assertThat(details).hasSameSizeAs(findings);
        assertThat(findings)
                .allSatisfy(finding -> assertThat(details)
                        .filteredOn(detail -> detail.contains(finding))
                        .hasSize(1));
    }

    private static Map<Rule, List<String>> violations(String planted, EnumSet<Room> there) {
        return HexagonRules.violations(
                PLANTED + planted,
                new ClassFileImporter().importPackages(PLANTED + planted),
                EnumSet.complementOf(there).toArray(Room[]::new));
    }
}
