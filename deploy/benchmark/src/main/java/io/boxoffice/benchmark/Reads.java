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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Reads as fast as they go: from the cache, as 304, and of pages nobody has asked for yet, against nginx with a file of
 * the same size, which may have changed or not.
 */
final class Reads implements Row {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int CONNECTIONS = 64;
    private static final int SMALL = 200;
    private static final int SMALL_SHOWS = 2_000;
    private static final int LARGE_SHOWS = 60;
    private static final int PUBLISHED = 500;
    private static final Instant FIRST_DAY = Instant.parse("2035-01-01T20:00:00Z");
    private static final String LIST = "/api/v1/shows?limit=50";
    private static final String CACHED = "cached";
    private static final String UNCHANGED = "304";
    private static final String FILE = "nginx";

    /** As the gateway names them: who is not named is one of our own services, which no limit is looked up for. */
    private static final String CLIENT = "X-Forwarded-For: 203.0.113.7\r\n";

    private static final String FILE_UNCHANGED = "nginx 304";
    private static final int NOT_MODIFIED = 304;

    @Override
    public void measure(Bench bench) {
        Stage stage = bench.stage();
        List<String> published = publish(stage);
        List<Long> small = stage.showsOfService(SMALL_SHOWS, SMALL);
        List<Long> large = stage.showsOfService(LARGE_SHOWS, Stage.SEATS_PER_SHOW);
        try (StaticFiles files = new StaticFiles(Stage.folder("static-files"))) {
            known(bench, files, "show", stage.catalogue(), show(published.getFirst()));
            known(bench, files, "list of shows", stage.catalogue(), LIST);
            known(bench, files, "map of 200 seats", stage.service(), seats(small.getFirst()));
            known(bench, files, "map of 5,000 seats", stage.service(), seats(large.getFirst()));
        }
        unknown(bench, "show", stage.catalogue(), published.stream().map(Reads::show));
        unknown(
                bench,
                "list of shows",
                stage.catalogue(),
                Stream.iterate(FIRST_DAY, day -> day.minusSeconds(1)).map(day -> LIST + "&from=" + day));
        unknown(bench, "map of 200 seats", stage.service(), small.stream().map(Reads::seats));
        unknown(bench, "map of 5,000 seats", stage.service(), large.stream().map(Reads::seats));
    }

    private static String show(String id) {
        return "/api/v1/shows/" + id;
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
        warmUp(bench, service, path, tag(page));
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
        results.add(name.startsWith("map") ? ratio.atLeast(0.3, 0.5) : ratio);
        results.add(unchangedRatio.atLeast(0.3, 0.5));
        contest.reportCpu(name, results);
        Measured half = Load.open(
                service,
                CONNECTIONS,
                cached.value() / 2,
                1,
                bench.effort().slice().multipliedBy(2),
                i -> new Repeating(() -> get(path, "")));
        System.out.println("    half of the peak           " + half);
        results.add(Figure.once(name + ", cached, p99 at half the peak", "ms", half.millis(99))
                .atMost(20, 20));
        results.add(Figure.count(name + ", not served at half the peak", "reads", half.without(Bench.OK))
                .atMost(0, 0));
    }

    /** The catalogue's service has not met anybody yet, and compilers come late. */
    private static void warmUp(Bench bench, InetSocketAddress service, String path, String tag) {
        for (String condition : List.of("", tag)) {
            Load.closed(
                    service,
                    CONNECTIONS,
                    bench.effort().warmUp().dividedBy(4),
                    i -> new Repeating(() -> get(path, condition)));
        }
    }

    /** Each page once, but the first, which is known by now. */
    private static void unknown(Bench bench, String name, InetSocketAddress service, Stream<String> pages) {
        Iterator<String> next = pages.skip(1).iterator();
        Measured run = Load.closed(
                service,
                CONNECTIONS,
                bench.effort().slice().multipliedBy(2),
                i -> new Repeating(() -> next.hasNext() ? get(next.next(), "") : null));
        System.out.println("    uncached                   " + run);
        bench.results().add(Figure.once(name + ", uncached", "reads/s", run.rate(Bench.OK)));
    }

    private static Measured read(Bench bench, InetSocketAddress target, byte[] request) {
        return Load.closed(target, CONNECTIONS, bench.effort().slice(), i -> new Repeating(() -> request));
    }

    private static byte[] get(String path, String tag) {
        String condition = tag.isEmpty() ? "" : "If-None-Match: " + tag + "\r\n";
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n" + CLIENT + condition
                        + "\r\n")
                .getBytes(ISO_8859_1);
    }

    private static String tag(HttpResponse<byte[]> page) {
        return page.headers().firstValue("ETag").orElseThrow();
    }

    private static HttpResponse<byte[]> fetch(InetSocketAddress target, String path) {
        return send(HttpRequest.newBuilder(address(target, path)).header("Accept-Encoding", "gzip"));
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> answer = HTTP.send(request.build(), BodyHandlers.ofByteArray());
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

    /** Shows of the catalogue, which nobody has read yet. */
    private static List<String> publish(Stage stage) {
        String token = stage.organiser();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < PUBLISHED; i++) {
            String location = send(HttpRequest.newBuilder(address(stage.catalogue(), "/api/v1/shows"))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"Hamlet " + i + "\",\"startsAt\":\""
                                    + FIRST_DAY + "\",\"totalSeats\":20}")))
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            ids.add(location.substring(location.lastIndexOf('/') + 1));
        }
        return ids;
    }
}
