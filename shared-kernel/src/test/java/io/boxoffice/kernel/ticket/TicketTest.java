package io.boxoffice.kernel.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketTest {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
    private static final int MUTATIONS = 100_000;
    private static final int CODES = 20;

    private final KeyPair pair = pair();
    private final TicketKeys keys = TicketKeys.of(new Settings(privateKey(pair), 7, List.of()));
    private final Ticket ticket = new Ticket(BookingId.nextFor(ShowId.next()), 4711);

    @Test
    void aCodeSaysItsTicketToWhoeverHasThePublicKey() {
        String code = keys.signer().sign(ticket);

        assertThat(code).matches("[0-9A-V]{136}").isEqualTo(keys.signer().sign(ticket));
        assertThat(keys.publicKeys()).containsExactly(Map.entry(7, pair.getPublic()));
        assertThat(new TicketVerifier(keys.publicKeys()).verify(code)).contains(ticket);
    }

    @Test
    void everyTicketComesBackAsItWas() {
        for (int seat : new int[] {0, 1, 255, 256, 65_535, 65_536, Ticket.MAX_SEAT}) {
            for (long id : new long[] {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
                Ticket extreme = new Ticket(new BookingId(new ShowId(id), ~id), seat);
                assertThat(keys.verifier().verify(keys.signer().sign(extreme))).contains(extreme);
            }
        }
        assertThatThrownBy(() -> new Ticket(ticket.booking(), Ticket.MAX_SEAT + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ticket(ticket.booking(), -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noneOfAHundredThousandChangedCodesIsAccepted() {
        long seed = new Random().nextLong();
        System.out.println("Changed ticket codes, seed " + seed);
        List<String> codes = Stream.generate(() -> new Ticket(BookingId.nextFor(ShowId.next()), 4711))
                .limit(CODES)
                .map(keys.signer()::sign)
                .toList();
        TicketVerifier verifier = keys.verifier();

        Map<Boolean, Long> changed = IntStream.range(0, MUTATIONS)
                .parallel()
                .mapToObj(i -> changed(codes.get(i % CODES), new Random(seed + i)))
                .filter(mutated -> !codes.contains(mutated))
                .collect(Collectors.partitioningBy(
                        mutated -> verifier.verify(mutated).isPresent(), Collectors.counting()));

        assertThat(changed).isEqualTo(Map.of(true, 0L, false, (long) MUTATIONS));
    }

    @Test
    void noCharacterCanBeAnother() {
        String code = keys.signer().sign(ticket);
        Set<String> tried = new HashSet<>();
        for (int at = 0; at < code.length(); at++) {
            int digit = ALPHABET.indexOf(code.charAt(at));
            for (int bit = 0; bit < 5; bit++) {
                tried.add(code.substring(0, at) + ALPHABET.charAt(digit ^ 1 << bit) + code.substring(at + 1));
            }
        }

        assertThat(tried)
                .hasSize(code.length() * 5)
                .allSatisfy(
                        changed -> assertThat(keys.verifier().verify(changed)).isEmpty());
    }

    @Test
    void aCodeIsWrittenInOneWayOnly() {
        String code = keys.signer().sign(ticket);
        TicketVerifier verifier = keys.verifier();

        assertThat(List.of(
                        code.toLowerCase(Locale.ROOT),
                        code + "0",
                        "0" + code,
                        " " + code,
                        code + "\n",
                        code.substring(1),
                        "-" + code.substring(1),
                        "+" + code.substring(1),
                        "\u0660" + code.substring(1),
                        ""))
                .allSatisfy(other -> assertThat(verifier.verify(other)).isEmpty());
    }

    @Test
    void anotherSignersCodesAreRefusedAlsoUnderOurNumber() {
        TicketKeys others = TicketKeys.of(new Settings(privateKey(pair()), 7, List.of()));

        assertThat(keys.verifier().verify(others.signer().sign(ticket))).isEmpty();
    }

    @Test
    void aFormerKeyStillVerifiesAndSignsNoMore() {
        String before = keys.signer().sign(ticket);
        String publicKey = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        TicketKeys after = TicketKeys.of(new Settings(privateKey(pair()), 8, List.of("7:" + publicKey)));

        String now = after.signer().sign(ticket);

        assertThat(now).isNotEqualTo(before);
        assertThat(after.verifier().verify(before)).contains(ticket);
        assertThat(after.verifier().verify(now)).contains(ticket);
        assertThat(keys.verifier().verify(now)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "secret", "AAAA", "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="})
    void withoutAnEd25519KeyNothingStarts(String key) {
        assertThatThrownBy(() -> TicketKeys.of(new Settings(key, 1, List.of())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("boxoffice.tickets.signing-key ");
        assertThatThrownBy(() -> new TicketBeans().keys(new Settings(key, 1, List.of())))
                .isInstanceOf(ConfigurationException.class)
                .hasNoCause()
                .hasMessageStartingWith("boxoffice.tickets.signing-key ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "7:", "7:AAAA", "256:AAAA", "x:AAAA", ":"})
    void aFormerKeyThatIsNoneIsRefused(String former) {
        assertThatThrownBy(() -> TicketKeys.of(new Settings(privateKey(pair), 1, List.of(former))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aNumberBelongsToOneKey() {
        String publicKey = Base64.getEncoder().encodeToString(pair().getPublic().getEncoded());

        assertThatThrownBy(() -> TicketKeys.of(new Settings(privateKey(pair), 7, List.of("7:" + publicKey))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("key-id");
        assertThatThrownBy(() -> TicketKeys.of(new Settings(privateKey(pair), 256, List.of())))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Some changes lead back to where they began; they are none. */
    private static String changed(String code, Random random) {
        return Stream.generate(() -> mutation(code, random))
                .filter(mutated -> !mutated.equals(code))
                .findFirst()
                .orElseThrow();
    }

    /** One to three changes: another character, two that changed places, a piece moved, all after one point random. */
    private static String mutation(String code, Random random) {
        char[] changed = code.toCharArray();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(changed.length);
            int other = random.nextInt(changed.length);
            switch (random.nextInt(4)) {
                case 0 -> changed[at] = ALPHABET.charAt(random.nextInt(32));
                case 1 -> {
                    char swapped = changed[at];
                    changed[at] = changed[other];
                    changed[other] = swapped;
                }
                case 2 -> {
                    int length = Math.min(random.nextInt(20), changed.length - Math.max(at, other));
                    System.arraycopy(Arrays.copyOf(changed, changed.length), at, changed, other, length);
                }
                default ->
                    IntStream.range(at, changed.length).forEach(i -> changed[i] = ALPHABET.charAt(random.nextInt(32)));
            }
        }
        return String.valueOf(changed);
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String privateKey(KeyPair pair) {
        return Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    }

    private record Settings(String key, int keyId, List<String> former) implements TicketSettings {

        @Override
        public Optional<String> signingKey() {
            return Optional.of(key);
        }

        @Override
        public Optional<List<String>> formerKeys() {
            return Optional.of(former);
        }
    }
}
