package io.boxoffice.benchmark;

import io.boxoffice.backends.CannotStart;
import io.boxoffice.backends.Child;
import io.boxoffice.backends.Folders;
import io.boxoffice.backends.Ports;
import io.boxoffice.backends.Waiting;
import io.boxoffice.standalone.Nginx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** An nginx that serves files from memory: what a web server can do at most on this machine. */
final class StaticFiles implements AutoCloseable {

    private final Path folder;
    private final int port = Ports.free();
    private final Child nginx;

    StaticFiles(Path folder) {
        this.folder = folder.toAbsolutePath();
        try {
            Folders.delete(this.folder);
            Files.createDirectories(this.folder.resolve("files"));
            Files.writeString(this.folder.resolve("nginx.conf"), configuration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path log = this.folder.resolve("nginx.log");
        nginx = Child.start("static", this.folder, Nginx.process(this.folder, log, note -> {}), log);
        Waiting.until(
                Duration.ofSeconds(15), this::listens, () -> new CannotStart("nginx does not answer; see " + log));
    }

    private String configuration() {
        return """
            user root;
            worker_processes auto;
            pid nginx.pid;
            events { worker_connections 1024; }
            http {
                access_log off;
                sendfile on;
                tcp_nopush on;
                open_file_cache max=100;
                keepalive_requests 1000000000;
                default_type application/json;
                client_body_temp_path temp-body;
                proxy_temp_path temp-proxy;
                fastcgi_temp_path temp-fastcgi;
                uwsgi_temp_path temp-uwsgi;
                scgi_temp_path temp-scgi;
                server {
                    listen 127.0.0.1:%d;
                    root files;
                }
            }
            """.formatted(port);
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    void put(String name, byte[] content) {
        try {
            Files.write(folder.resolve("files").resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public void close() {
        nginx.stop(Duration.ofSeconds(5));
    }
}
