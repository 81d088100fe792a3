package io.boxoffice.kernel.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from. Only proxies that we trust are believed, each of them about the one before it: the nearest
 * address that is not one of theirs is the client's, so nobody can send a header that makes them somebody else.
 */
@ApplicationScoped
public class ClientAddress {

    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern SLASH = Pattern.compile("/");
    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    private final List<IpSubnetFilterRule> trusted;
    private final LoadingCache<String, Boolean> known =
            Caffeine.newBuilder().maximumSize(10_000).build(this::isTrustedProxy);

    ClientAddress(@ConfigProperty(name = "boxoffice.proxies.trusted") List<String> networks) {
        trusted =
                networks.stream().map(String::strip).map(ClientAddress::network).toList();
    }

    /** The client's address; of an IPv6 address only the network, because its owner has all addresses of it. */
    public String of(HttpServerRequest request) {
        return network64(nearestStranger(request.remoteAddress().hostAddress(), forwardedFor(request)));
    }

    /** Proxies append to the line or add one of their own; it is one list (RFC 9110, section 5.3). */
    private static @Nullable String forwardedFor(HttpServerRequest request) {
        List<String> lines = request.headers().getAll(FORWARDED_FOR);
        return lines.isEmpty() ? null : String.join(",", lines);
    }

    String nearestStranger(String peer, @Nullable String forwardedFor) {
        if (forwardedFor == null || !known.get(peer)) {
            return peer;
        }
        List<String> way =
                COMMA.splitAsStream(forwardedFor).map(String::strip).toList().reversed();
        String nearest = peer;
        for (String address : way) {
            if (!NetUtil.isValidIpV4Address(address) && !NetUtil.isValidIpV6Address(address)) {
                return nearest;
            }
            nearest = address;
            if (!known.get(address)) {
                return nearest;
            }
        }
        return nearest;
    }

    static String network64(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null || bytes.length < IPV6_BYTES) {
            return address;
        }
        Arrays.fill(bytes, NETWORK_BYTES, IPV6_BYTES, (byte) 0);
        return NetUtil.bytesToIpAddress(bytes) + "/64";
    }

    private boolean isTrustedProxy(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            return false;
        }
        try {
            InetSocketAddress socket = new InetSocketAddress(InetAddress.getByAddress(bytes), 0);
            return trusted.stream().anyMatch(network -> network.matches(socket));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IpSubnetFilterRule network(String text) {
        List<String> parts = SLASH.splitAsStream(text).toList();
        if (parts.size() != 2) {
            throw new IllegalArgumentException("A network is written like 10.0.0.0/8, not '" + text + "'");
        }
        return new IpSubnetFilterRule(parts.get(0), Integer.parseInt(parts.get(1)), IpFilterRuleType.ACCEPT);
    }
}
