package dev.relevo.config;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a host's name or address alone tells of where it is; nothing is looked up. */
public final class Hosts {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]{0,251}[A-Za-z0-9_.])?");

    private Hosts() {}

    /** Whether it is spelt like an address, or like a name (RFC 1123, and the underscore that private networks use). */
    public static boolean isHost(String host) {
        return NAME.matcher(host).matches() || literal(bare(host)) != null;
    }

    /** Whether only this machine can reach it: {@code localhost}, 127.0.0.0/8, {@code ::1}. Brackets are allowed. */
    public static boolean isLoopback(String host) {
        String name = bare(host);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return true;
        }
        InetAddress address = literal(name);
        return address != null && address.isLoopbackAddress();
    }

    /** Whether it is on this machine or a private network, where plain http is usual. */
    static boolean isNear(String host) {
        String name = bare(host);
        InetAddress address = literal(name);
        return address == null ? isLocalName(name) : isPrivate(address);
    }

    private static boolean isLocalName(String name) {
        return !name.contains(".")
                || name.endsWith(".local")
                || name.endsWith(".internal")
                || name.endsWith(".localhost");
    }

    private static boolean isPrivate(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || isUniqueLocal(address)
                || isSharedSpace(address);
    }

    /** fc00::/7 (RFC 4193). */
    private static boolean isUniqueLocal(InetAddress address) {
        return address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
    }

    /** 100.64.0.0/10 (RFC 6598), which overlay networks use. */
    private static boolean isSharedSpace(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    }

    private static String bare(String host) {
        String name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return (name.endsWith(".") ? name.substring(0, name.length() - 1) : name).toLowerCase(Locale.ROOT);
    }

    private static @Nullable InetAddress literal(String name) {
        try {
            return InetAddress.ofLiteral(name);
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }
}
