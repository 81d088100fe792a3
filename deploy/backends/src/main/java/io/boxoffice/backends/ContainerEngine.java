package io.boxoffice.backends;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks whether a container engine answers, because Testcontainers complains at length when none does. */
final class ContainerEngine {
    private static final int ANSWER_BYTES = 64;

    private ContainerEngine() {}

    static boolean answers() {
        return address().filter(ContainerEngine::ping).isPresent();
    }

    private static Optional<SocketAddress> address() {
        var host = System.getenv("DOCKER_HOST");
        if (host != null && host.startsWith("tcp://")) {
            var uri = URI.create(host);
            return Optional.of(new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 2375 : uri.getPort()));
        }
        var sockets = host != null && host.startsWith("unix://")
                ? Stream.of(host.substring("unix://".length()))
                : Stream.of("/var/run/docker.sock", System.getProperty("user.home") + "/.docker/run/docker.sock");
        return sockets.map(Path::of).filter(Files::exists).findFirst().map(UnixDomainSocketAddress::of);
    }

    private static boolean ping(SocketAddress address) {
        try (var channel = address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open()) {
            channel.connect(address);
            channel.write(StandardCharsets.US_ASCII.encode("GET /_ping HTTP/1.0\r\nHost: engine\r\n\r\n"));
            var answer = ByteBuffer.allocate(ANSWER_BYTES);
            channel.read(answer);
            return StandardCharsets.US_ASCII.decode(answer.flip()).toString().contains(" 200 ");
        } catch (IOException nobody) {
            return false;
        }
    }
}
