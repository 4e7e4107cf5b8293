package dev.relevo.cli;

import dev.relevo.config.Hosts;
import dev.relevo.config.Server;
import dev.relevo.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where to listen, and who says so: an option, else a variable, else the file. */
record Address(Told host, Told port) {
    /** @param source what a person has to change, such as {@code --port} */
    record Told(String source, String value) {}

    static Address of(Arguments.Options options, Map<String, String> variables, Server server) {
        return new Address(
                told("host", options.host(), variables, server.host()),
                told("port", options.port(), variables, String.valueOf(server.port())));
    }

    private static Told told(String name, @Nullable String option, Map<String, String> variables, String file) {
        String variable = variables.getOrDefault(name.toUpperCase(Locale.ROOT), "");
        if (option != null) {
            return new Told("--" + name, option.strip());
        }
        return variable.isBlank()
                ? new Told("server." + name, file)
                : new Told(name.toUpperCase(Locale.ROOT), variable.strip());
    }

    /** What is wrong with it, a line each; whoever can reach a listener can spend the keys behind it. */
    List<String> mistakes(Server server, Path file) {
        List<String> mistakes = new ArrayList<>(misspellings());
        if (Hosts.isHost(host.value()) && server.admittance().loopbackOnly() && !Hosts.isLoopback(host.value())) {
            mistakes.add(host.source() + ": " + host.value()
                    + " lets other machines in, and they would spend your keys; expected access keys for clients"
                    + " (server.api-keys in " + file
                    + ", RELEVO_API_KEYS, or relevo key create), or a loopback address such as 127.0.0.1,"
                    + " or server.allow-anonymous: true, which lets in whoever reaches it");
        }
        return mistakes;
    }

    /** What is wrong with it whatever the file says, a line each. */
    List<String> misspellings() {
        List<String> mistakes = new ArrayList<>();
        if (!Hosts.isHost(host.value())) {
            mistakes.add(host.source() + ": not an address or host name, expected one such as 127.0.0.1");
        }
        if (!isPort(port.value())) {
            mistakes.add(port.source() + ": not a port, expected a number from 0 to 65535");
        }
        return mistakes;
    }

    /** The settings with this address; it must have no {@linkplain #mistakes mistakes}. */
    Settings in(Settings settings) {
        Server server = settings.server().withAddress(host.value(), Integer.parseInt(port.value()));
        return settings.withServer(server);
    }

    /** Where a client on this machine reaches such a listener. */
    static String url(String host, int port, boolean tls) {
        if (isEveryAddress(host)) {
            return url("127.0.0.1", port, tls);
        }
        boolean bareIpv6 = host.contains(":") && !host.startsWith("[");
        return (tls ? "https://" : "http://") + (bareIpv6 ? "[" + host + "]" : host) + ":" + port;
    }

    static boolean isEveryAddress(String host) {
        return Set.of("0.0.0.0", "::", "[::]").contains(host);
    }

    private static boolean isPort(String text) {
        return text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535;
    }
}
