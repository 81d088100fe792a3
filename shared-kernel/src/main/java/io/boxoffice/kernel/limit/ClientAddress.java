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
 * Where a request comes from. Only peers that we trust are believed, and only as far as there are proxies: each of them
 * wrote one address at the end of the list, and what stands before those is what the client says, whoever it is.
 */
@ApplicationScoped
public class ClientAddress {

    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern SLASH = Pattern.compile("/");
    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    private final List<IpSubnetFilterRule> trusted;
    private final int proxies;
    private final LoadingCache<String, Boolean> known =
            Caffeine.newBuilder().maximumSize(10_000).build(this::isTrusted);

    ClientAddress(
            @ConfigProperty(name = "boxoffice.proxies.trusted") List<String> networks,
            @ConfigProperty(name = "boxoffice.proxies.count", defaultValue = "1") int proxies) {
        this.trusted =
                networks.stream().map(String::strip).map(ClientAddress::network).toList();
        this.proxies = proxies;
        if (proxies < 1) {
            throw new IllegalArgumentException("there is at least one proxy, the gateway: " + proxies);
        }
    }

    /** The client's address; of an IPv6 address only the network, because its owner has all addresses of it. */
    public String of(HttpServerRequest request) {
        return network64(client(request.remoteAddress().hostAddress(), forwardedFor(request)));
    }

    /** Whether one of our own services sent it: it comes from where the gateway is, and not for anybody else. */
    boolean isOurs(HttpServerRequest request) {
        return forwardedFor(request) == null && isNear(request);
    }

    /** How the client speaks to the gateway: {@code http} or {@code https}. */
    public String scheme(HttpServerRequest request) {
        String said = request.getHeader(FORWARDED_PROTO);
        return "https".equals(said) && isNear(request) ? said : String.valueOf(request.scheme());
    }

    private boolean isNear(HttpServerRequest request) {
        return known.get(request.remoteAddress().hostAddress());
    }

    /** Proxies append to the line or add one of their own; it is one list (RFC 9110, section 5.3). */
    private static @Nullable String forwardedFor(HttpServerRequest request) {
        List<String> lines = request.headers().getAll(FORWARDED_FOR);
        return lines.isEmpty() ? null : String.join(",", lines);
    }

    String client(String peer, @Nullable String forwardedFor) {
        if (forwardedFor == null || !known.get(peer)) {
            return peer;
        }
        List<String> way =
                Arrays.stream(COMMA.split(forwardedFor, -1)).map(String::strip).toList();
        String client = way.get(Math.max(0, way.size() - proxies));
        return NetUtil.isValidIpV4Address(client) || NetUtil.isValidIpV6Address(client) ? client : peer;
    }

    static String network64(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null || bytes.length < IPV6_BYTES) {
            return address;
        }
        Arrays.fill(bytes, NETWORK_BYTES, IPV6_BYTES, (byte) 0);
        return NetUtil.bytesToIpAddress(bytes) + "/64";
    }

    private boolean isTrusted(String address) {
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
