package io.boxoffice.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.boxoffice.benchmark.Customers.Repeating;
import io.hypersistence.tsid.TSID;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Reads as fast as they go: from the cache, as 304, and of pages nobody has asked for yet, against nginx with a file of
 * the same size, which may have changed or not.
 */
final class Reads implements Row {

    private static final int CONNECTIONS = 64;
    private static final int SMALL = 200;
    private static final int SMALL_SHOWS = 2_000;
    private static final int LARGE_SHOWS = 60;
    private static final int LISTED = 50;
    private static final String CACHED = "cached";
    private static final String UNCHANGED = "304";
    private static final String FILE = "nginx";
    private static final String FILE_UNCHANGED = "nginx 304";
    private static final int NOT_MODIFIED = 304;

    @Override
    public void measure(Bench bench) {
        Stage stage = bench.stage();
        String published = publish(stage);
        List<Long> small = stage.showsOfService(SMALL_SHOWS, SMALL);
        List<Long> large = stage.showsOfService(LARGE_SHOWS, Stage.SEATS_PER_SHOW);
        try (StaticFiles files = new StaticFiles(Stage.folder("static-files"))) {
            known(bench, files, "show", stage.catalogue(), "/api/v1/shows/" + published);
            known(bench, files, "list of shows", stage.catalogue(), "/api/v1/shows?limit=" + LISTED);
            known(bench, files, "map of 200 seats", stage.service(), seats(small.getFirst()));
            known(bench, files, "map of 5,000 seats", stage.service(), seats(large.getFirst()));
        }
        unknown(bench, "map of 200 seats", small);
        unknown(bench, "map of 5,000 seats", large);
    }

    private static String seats(long show) {
        return "/api/v1/shows/" + TSID.from(show) + "/seats";
    }

    /** One page again and again, beside a file that holds the same bytes. */
    private static void known(Bench bench, StaticFiles files, String name, InetSocketAddress service, String path) {
        HttpResponse<byte[]> page = fetch(service, path);
        String file = name.replaceAll("\\W", "-");
        files.put(file, page.body());
        String fileTag = tag(fetch(files.address(), "/" + file));
        Contest contest = bench.contest()
                .way(CACHED, seed -> read(bench, service, get(path, "")))
                .way(UNCHANGED, seed -> read(bench, service, get(path, tag(page))))
                .way(FILE, seed -> read(bench, files.address(), get("/" + file, "")))
                .way(FILE_UNCHANGED, seed -> read(bench, files.address(), get("/" + file, fileTag)))
                .run(bench.effort().fewRounds());
        ToDoubleFunction<Measured> ok = run -> run.rate(Bench.OK);
        ToDoubleFunction<Measured> unchanged = run -> run.rate(NOT_MODIFIED);
        Results results = bench.results();
        results.add(Figure.count(name + ", size", "bytes", page.body().length));
        Figure cached = contest.figure(name + ", cached", "reads/s", CACHED, ok);
        results.add(cached);
        results.add(contest.figure(name + ", 304", "reads/s", UNCHANGED, unchanged));
        results.add(contest.figure(name + ", a file by nginx", "reads/s", FILE, ok));
        Figure ratio = contest.ratio(name + ", cached / nginx", CACHED, FILE, ok);
        Figure unchangedRatio = contest.ratio(name + ", 304 / nginx", UNCHANGED, FILE_UNCHANGED, unchanged);
        boolean isMap = name.startsWith("map");
        results.add(isMap ? ratio.atLeast(0.3, 0.5) : ratio);
        results.add(isMap ? unchangedRatio.atLeast(0.3, 0.5) : unchangedRatio);
        contest.reportCpu(name, results);
        Measured half = Load.open(
                service,
                CONNECTIONS,
                cached.value() / 2,
                1,
                bench.effort().slice().multipliedBy(2),
                i -> new Repeating(() -> get(path, "")));
        System.out.println("    half of the peak           " + half);
        Figure late = Figure.once(name + ", cached, p99 at half the peak", "ms", half.millis(99));
        results.add(isMap ? late.atMost(20, 20) : late);
    }

    /** Each page once. */
    private static void unknown(Bench bench, String name, List<Long> shows) {
        Iterator<Long> next = shows.subList(1, shows.size()).iterator();
        Measured run = Load.closed(
                bench.stage().service(),
                CONNECTIONS,
                bench.effort().slice().multipliedBy(10),
                i -> new Repeating(() -> next.hasNext() ? get(seats(next.next()), "") : null));
        System.out.println("    uncached                   " + run);
        bench.results().add(Figure.once(name + ", uncached", "reads/s", run.rate(Bench.OK)));
    }

    private static Measured read(Bench bench, InetSocketAddress target, byte[] request) {
        return Load.closed(target, CONNECTIONS, bench.effort().slice(), i -> new Repeating(() -> request));
    }

    private static byte[] get(String path, String tag) {
        String condition = tag.isEmpty() ? "" : "If-None-Match: " + tag + "\r\n";
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n" + condition + "\r\n")
                .getBytes(ISO_8859_1);
    }

    private static String tag(HttpResponse<byte[]> page) {
        return page.headers().firstValue("ETag").orElseThrow();
    }

    private static HttpResponse<byte[]> fetch(InetSocketAddress target, String path) {
        return send(HttpRequest.newBuilder(address(target, path)).header("Accept-Encoding", "gzip"));
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(request.build() + " was answered " + answer.statusCode());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static URI address(InetSocketAddress target, String path) {
        return URI.create("http://127.0.0.1:" + target.getPort() + path);
    }

    /** As many shows as a page lists; the last one's id. */
    private static String publish(Stage stage) {
        String token = stage.organiser();
        String location = "";
        for (int i = 0; i < LISTED; i++) {
            location = send(HttpRequest.newBuilder(address(stage.catalogue(), "/api/v1/shows"))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"Hamlet " + i
                                    + "\",\"startsAt\":\"2040-01-01T20:00:00Z\",\"totalSeats\":100}")))
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
        }
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
