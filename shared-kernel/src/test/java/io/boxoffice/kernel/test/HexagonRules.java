package io.boxoffice.kernel.test;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.IDN;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The borders inside a service and between services. A service's test is one line:
 *
 * <pre>{@code
 * HexagonRules.check("io.boxoffice.show");
 * }</pre>
 *
 * A room that is missing fails the check, because a rule about a mistyped package would hold for ever; a service that has
 * no such room says so: {@code HexagonRules.check("io.boxoffice.expiry", Room.DOMAIN)}.
 */
public final class HexagonRules {

    /** The parts of a service. */
    public enum Room {
        DOMAIN(".domain"),
        APPLICATION(".application"),
        PORT(".application.port"),
        ADAPTER_IN(".adapter.in"),
        ADAPTER_OUT(".adapter.out");

        private final String subpackage;

        Room(String subpackage) {
            this.subpackage = subpackage;
        }
    }

    /** What a rule is called in its report. */
    enum Rule {
        ROOMS_ARE_THERE,
        CLASSES_LIVE_IN_A_ROOM,
        DOMAIN_IS_PLAIN_JAVA,
        DOMAIN_READS_NO_CLOCK_AND_NO_DICE,
        APPLICATION_KNOWS_ONLY_DOMAIN_AND_PORTS,
        PORTS_ARE_INTERFACES,
        USE_CASES_HAVE_ONE_PUBLIC_METHOD,
        FIELDS_ARE_NOT_INJECTED,
        ADAPTERS_DO_NOT_KNOW_EACH_OTHER,
        SERVICES_DO_NOT_KNOW_EACH_OTHER,
        NAMES_HAVE_NO_FORBIDDEN_ENDING,
        PACKAGES_HAVE_NO_CYCLES
    }

    private static final List<String> FORBIDDEN_ENDINGS =
            List.of("Impl", "Manager", "Helper", "Util", "Utils", "UseCase", "DTO", "Dto");
    private static final String[] LANGUAGE = {
        "java..",
        "org.jspecify..",
        "io.boxoffice.kernel.id..",
        "io.boxoffice.kernel.money..",
        "io.boxoffice.kernel.event.."
    };
    private static final String[] INPUT_AND_OUTPUT = {
        "java.net..", "java.nio.file..", "java.nio.channels..", "java.sql.."
    };
    private static final String[] WIRING = {"jakarta.inject..", "jakarta.enterprise..", "jakarta.transaction.."};
    private static final Set<String> CLOCKS_AND_DICE = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.time.Clock.system",
            "java.time.InstantSource.system",
            "io.boxoffice.kernel.id.ShowId.next",
            "io.boxoffice.kernel.id.BookingId.nextFor");
    private static final Set<String> UNSEEDED =
            Set.of("java.util.Random", "java.util.SplittableRandom", "java.util.Date");
    private static final Set<String> ALWAYS_DICE =
            Set.of("java.util.concurrent.ThreadLocalRandom", "java.security.SecureRandom");

    private final String base;
    private final Set<Room> absent;

    private HexagonRules(String base, Set<Room> absent) {
        this.base = base;
        this.absent = absent;
    }

    /** Fails with every violation in the main classes below that package; {@code absent} are the rooms it does without. */
    public static void check(String basePackage, Room... absent) {
        JavaClasses imported = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(basePackage);
        Map<Rule, List<String>> violations = violations(basePackage, imported, absent);
        if (!violations.isEmpty()) {
            StringBuilder report = new StringBuilder("The hexagon of " + basePackage + " is broken:");
            violations.forEach((rule, details) -> {
                report.append("\n\n").append(rule).append(':');
                details.forEach(detail -> report.append("\n  ").append(detail));
            });
            throw new AssertionError(report.toString());
        }
    }

    /** Each broken rule with what breaks it. */
    static Map<Rule, List<String>> violations(String basePackage, JavaClasses imported, Room... absent) {
        HexagonRules rules = new HexagonRules(basePackage, Set.of(absent));
        Map<Rule, List<String>> violations = new LinkedHashMap<>();
        List<String> rooms = rules.wrongRooms(imported);
        if (!rooms.isEmpty()) {
            violations.put(Rule.ROOMS_ARE_THERE, rooms);
            return violations;
        }
        rules.all().forEach((rule, check) -> {
            List<String> details = check.evaluate(imported).getFailureReport().getDetails();
            if (!details.isEmpty()) {
                violations.put(rule, details);
            }
        });
        return violations;
    }

    private List<String> wrongRooms(JavaClasses imported) {
        List<String> wrong = new ArrayList<>();
        for (Room room : Room.values()) {
            boolean there = imported.stream().anyMatch(resideInAPackage(in(room)));
            if (there == absent.contains(room)) {
                wrong.add(in(room) + (there ? " is there, though it is said to be absent" : " has no classes"));
            }
        }
        return wrong;
    }

    private Map<Rule, ArchRule> all() {
        Map<Rule, ArchRule> rules = new LinkedHashMap<>();
        rules.put(Rule.CLASSES_LIVE_IN_A_ROOM, classesLiveInARoom());
        rules.put(Rule.DOMAIN_IS_PLAIN_JAVA, domainIsPlainJava());
        rules.put(Rule.DOMAIN_READS_NO_CLOCK_AND_NO_DICE, domainReadsNoClockAndNoDice());
        rules.put(Rule.APPLICATION_KNOWS_ONLY_DOMAIN_AND_PORTS, applicationKnowsOnlyDomainAndPorts());
        rules.put(Rule.PORTS_ARE_INTERFACES, portsAreInterfaces());
        rules.put(Rule.USE_CASES_HAVE_ONE_PUBLIC_METHOD, useCasesHaveOnePublicMethod());
        rules.put(Rule.FIELDS_ARE_NOT_INJECTED, fieldsAreNotInjected());
        rules.put(Rule.ADAPTERS_DO_NOT_KNOW_EACH_OTHER, adaptersDoNotKnowEachOther());
        rules.put(Rule.SERVICES_DO_NOT_KNOW_EACH_OTHER, servicesDoNotKnowEachOther());
        rules.put(Rule.NAMES_HAVE_NO_FORBIDDEN_ENDING, namesHaveNoForbiddenEnding());
        rules.put(Rule.PACKAGES_HAVE_NO_CYCLES, packagesHaveNoCycles());
        return rules;
    }

    private ArchRule classesLiveInARoom() {
        return classes()
                .that()
                .doNotHaveSimpleName("package-info")
                .should()
                .resideInAnyPackage(
                        in(Room.DOMAIN), in(Room.APPLICATION), base + ".adapter.in.*..", base + ".adapter.out.*..");
    }

    private ArchRule domainIsPlainJava() {
        return classes()
                .that()
                .resideInAPackage(in(Room.DOMAIN))
                .should()
                .onlyDependOnClassesThat(pure(in(Room.DOMAIN)))
                .allowEmptyShould(absent(Room.DOMAIN));
    }

    private ArchRule domainReadsNoClockAndNoDice() {
        return classes()
                .that()
                .resideInAPackage(in(Room.DOMAIN))
                .should(readNoClockAndNoDice())
                .allowEmptyShould(absent(Room.DOMAIN));
    }

    private ArchRule applicationKnowsOnlyDomainAndPorts() {
        return classes()
                .that()
                .resideInAPackage(in(Room.APPLICATION))
                .should()
                .onlyDependOnClassesThat(
                        pure(in(Room.DOMAIN), in(Room.APPLICATION)).or(resideInAnyPackage(WIRING)))
                .allowEmptyShould(absent(Room.APPLICATION));
    }

    private ArchRule portsAreInterfaces() {
        return classes()
                .that()
                .resideInAPackage(in(Room.PORT))
                .and()
                .areTopLevelClasses()
                .should()
                .beInterfaces()
                .allowEmptyShould(absent(Room.PORT));
    }

    private ArchRule useCasesHaveOnePublicMethod() {
        return classes()
                .that()
                .resideInAPackage(in(Room.APPLICATION))
                .and()
                .resideOutsideOfPackage(in(Room.PORT))
                .and()
                .areTopLevelClasses()
                .and()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotRecords()
                .and()
                .areNotEnums()
                .should(haveOnePublicMethod())
                .allowEmptyShould(absent(Room.APPLICATION));
    }

    private ArchRule fieldsAreNotInjected() {
        return noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(in(Room.DOMAIN), in(Room.APPLICATION))
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .allowEmptyShould(true);
    }

    private ArchRule adaptersDoNotKnowEachOther() {
        return slices().matching(base + ".adapter.(*).(*)..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(absent(Room.ADAPTER_IN) && absent(Room.ADAPTER_OUT));
    }

    private ArchRule servicesDoNotKnowEachOther() {
        String house = base.substring(0, base.lastIndexOf('.'));
        return noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage(house + "..").and(not(resideInAnyPackage(base + "..", house + ".kernel.."))));
    }

    private ArchRule namesHaveNoForbiddenEnding() {
        DescribedPredicate<JavaClass> forbidden = describe(
                "have a name that ends with one of " + FORBIDDEN_ENDINGS,
                type -> FORBIDDEN_ENDINGS.stream().anyMatch(type.getSimpleName()::endsWith));
        return noClasses().should(be(forbidden));
    }

    private ArchRule packagesHaveNoCycles() {
        return slices().matching(base + ".(**)").should().beFreeOfCycles();
    }

    private static DescribedPredicate<JavaClass> pure(String... rooms) {
        String[] allowed = Stream.of(LANGUAGE, rooms).flatMap(Arrays::stream).toArray(String[]::new);
        // IDN only spells the names of domains, and asks nobody
        DescribedPredicate<JavaClass> reaching =
                resideInAnyPackage(INPUT_AND_OUTPUT).and(not(equivalentTo(IDN.class)));
        return resideInAnyPackage(allowed).and(not(reaching));
    }

    private static ArchCondition<JavaClass> readNoClockAndNoDice() {
        return new ArchCondition<>("read no clock and no dice") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getCodeUnitAccessesFromSelf().stream()
                        .filter(access -> isClockOrDice(access.getTarget()))
                        .forEach(access -> events.add(SimpleConditionEvent.violated(access, access.getDescription())));
            }
        };
    }

    private static boolean isClockOrDice(CodeUnitAccessTarget target) {
        String owner = target.getOwner().getName();
        return CLOCKS_AND_DICE.contains(owner + "." + target.getName())
                || ALWAYS_DICE.contains(owner)
                || (UNSEEDED.contains(owner)
                        && target.getName().equals("<init>")
                        && target.getRawParameterTypes().isEmpty())
                || (owner.startsWith("java.time.")
                        && target.getName().equals("now")
                        && target.getRawParameterTypes().stream()
                                .noneMatch(type -> type.isEquivalentTo(java.time.Clock.class)));
    }

    private static ArchCondition<JavaClass> haveOnePublicMethod() {
        return new ArchCondition<>("have exactly one public method") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                List<String> names = type.getMethods().stream()
                        .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                        .map(JavaMethod::getName)
                        .sorted()
                        .toList();
                if (names.size() != 1) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getName() + " has " + names.size() + " public methods: " + names));
                }
            }
        };
    }

    private String in(Room room) {
        return base + room.subpackage + "..";
    }

    private boolean absent(Room room) {
        return absent.contains(room);
    }
}
