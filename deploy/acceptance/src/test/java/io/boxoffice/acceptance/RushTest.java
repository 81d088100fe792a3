package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.acceptance.Gateway.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RushTest {

    private final House house = House.open();
    private final People people = new People(house);

    @AfterEach
    void nothingWasSoldTwiceLostOrStuck() {
        people.assertThatTheBooksAgree();
    }

    @Test
    void fiftyCustomersAskForOneSeatAndOneGetsIt() throws Exception {
        String show = people.show(10, 120);

        List<Answer> answers = People.atOnce(
                IntStream.range(0, 50).mapToObj(i -> hold(show, List.of(7))).toList());

        assertThat(answers).filteredOn(a -> a.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(a -> a.status() == 409)
                .hasSize(49)
                .allSatisfy(a -> assertThat(a.problem()).isEqualTo("seats-taken"))
                .allSatisfy(
                        a -> assertThat(a.body().at("/conflicts").toString()).isEqualTo("[7]"));
    }

    @Test
    void twoHundredCustomersWantOverlappingPairs() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String show = people.show(60, 120);
        List<Callable<Answer>> holds = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int first = 1 + random.nextInt(60);
            int second = 1 + (first + random.nextInt(59)) % 60;
            holds.add(hold(show, List.of(first, second)));
        }

        List<Answer> answers = People.atOnce(holds);

        assertThat(answers).as("seed %d", seed).extracting(Answer::status).containsOnly(201, 409);
        Set<Integer> sold = new HashSet<>();
        answers.stream()
                .filter(a -> a.status() == 201)
                .forEach(a -> a.body()
                        .at("/seats")
                        .forEach(seat -> assertThat(sold.add(seat.at("/seat").asInt()))
                                .as("seat %s sold once, seed %d", seat, seed)
                                .isTrue()));
        assertThat(sold).hasSizeGreaterThan(10);
    }

    private Callable<Answer> hold(String show, List<Integer> seats) {
        String customer = people.somebody();
        people.customer(customer);
        return () -> people.hold(customer, show, seats);
    }
}
