package dev.relevo.cli;

import dev.relevo.cli.Arguments.Options;
import dev.relevo.config.Admittance.ClientKey;
import dev.relevo.config.Configuration;
import dev.relevo.config.Secret;
import dev.relevo.config.Server;
import dev.relevo.config.ServerTls;
import dev.relevo.wire.ErrorBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A Relevo that a command talks to.
 *
 * @param url without a path
 * @param key the access key to send, or null
 * @param tls whom to trust there whatever its name; null for those that the machine trusts
 */
record RunningServer(
        String url, @Nullable Secret key, @Nullable SSLContext tls) {
    /** Holds the access key of commands that ask a server. */
    private static final String KEY_VARIABLE = "RELEVO_KEY";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 16 << 20;

    /** The one that a URL names, else the one that configuration, environment and options describe. */
    static RunningServer of(Options options, @Nullable String url, Map<String, String> environment) {
        Server server = described(options, environment);
        Secret key = key(server, Environment.beside(options.file(), environment));
        if (url != null) {
            return new RunningServer(withoutPath(url), key, null);
        }
        ServerTls tls = server.tls();
        String described = Address.url(server.host(), server.port(), tls != null);
        return new RunningServer(described, key, tls == null ? null : trusting(tls));
    }

    /** One that was created is known to whoever was given it alone, and told by the environment. */
    private static @Nullable Secret key(Server server, Environment environment) {
        String told = environment.variables().getOrDefault(KEY_VARIABLE, "").strip();
        List<ClientKey> keys = server.admittance().keys();
        return told.isEmpty() ? best(keys) : new Secret(told);
    }

    /** An admin's before others, which is told more from afar. */
    private static @Nullable Secret best(List<ClientKey> keys) {
        return keys.stream()
                .min(Comparator.comparing(key -> !key.admin()))
                .map(ClientKey::key)
                .orElse(null);
    }

    /** Its certificate names the host that clients know, not the address where this machine reaches it. */
    private static SSLContext trusting(ServerTls tls) {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setCertificateEntry("own", tls.chain().getFirst());
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(own);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK cannot use the certificate of server.tls", e);
        }
    }

    /** A server that runs may be asked even while its file cannot be used: then by what can be read of it. */
    static Server described(Options options, Map<String, String> environment) {
        if (Startup.look(options, environment) instanceof Startup.Ready ready) {
            return ready.settings().server();
        }
        Map<String, String> variables =
                Environment.beside(options.file(), environment).variables();
        Server server = Configuration.server(options.file(), variables);
        Address address = Address.of(options, variables, server);
        return address.misspellings().isEmpty()
                ? server.withAddress(
                        address.host().value(), Integer.parseInt(address.port().value()))
                : server;
    }

    /** What is wrong with the address that options or environment name, a line each. */
    static List<String> misspellings(Options options, Map<String, String> environment) {
        Map<String, String> variables =
                Environment.beside(options.file(), environment).variables();
        return Address.of(options, variables, Server.DEFAULT).misspellings();
    }

    private static String withoutPath(String url) {
        return url.strip().replaceFirst("/+$", "").replaceFirst("/v1$", "");
    }

    /**
     * A GET that was sent.
     *
     * @param path with its leading slash
     * @param patience for each read
     */
    HttpURLConnection get(String path, Duration patience) throws IOException {
        HttpURLConnection connection = open(path, patience);
        connection.getResponseCode();
        return connection;
    }

    /** A POST of JSON that was sent. */
    HttpURLConnection post(String path, String json, Duration patience) throws IOException {
        HttpURLConnection connection = open(path, patience);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        try (OutputStream body = connection.getOutputStream()) {
            body.write(json.getBytes(StandardCharsets.UTF_8));
        }
        connection.getResponseCode();
        return connection;
    }

    /**
     * What a server told.
     *
     * @param url without a path
     */
    record Told(String url, int status, byte[] body) {
        /**
         * @return the body
         * @throws IOException saying why there is none
         */
        byte[] expectOk() throws IOException {
            if (status == HttpURLConnection.HTTP_OK) {
                return body;
            }
            throw new IOException(url + ' ' + refusal(status, body));
        }
    }

    /** What a server answered instead of what it was asked for, and what to do where a key is wanted. */
    static String refusal(int status, byte[] body) {
        ErrorBody said = ErrorBody.read(body);
        return "answered " + status + (said == null ? "" : ": " + said.message())
                + (status == HttpURLConnection.HTTP_UNAUTHORIZED
                        ? " Set " + KEY_VARIABLE + " to one of them, or to one that relevo key create has made."
                        : "");
    }

    /** Why there is no answer, and what to do where nobody listens. */
    String unreachable(IOException why) {
        return url + ": " + why.getMessage()
                + (why instanceof ConnectException
                        ? "; start the server first (./relevo), or name it with --port or --url"
                        : "");
    }

    /** The whole answer to a GET. */
    Told told(String path) throws IOException {
        try {
            HttpURLConnection answer = get(path, PATIENCE);
            return new Told(url, answer.getResponseCode(), body(answer, MOST_BYTES));
        } catch (IOException e) {
            throw new IOException(unreachable(e), e);
        }
    }

    /** The body of an answer, whatever its status. */
    static byte[] body(HttpURLConnection answer, int limit) throws IOException {
        InputStream in = answer.getErrorStream() == null ? answer.getInputStream() : answer.getErrorStream();
        try (in) {
            return in.readNBytes(limit);
        }
    }

    private HttpURLConnection open(String path, Duration patience) throws IOException {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url + path).toURL().openConnection();
            if (tls != null && connection instanceof HttpsURLConnection encrypted) {
                encrypted.setSSLSocketFactory(tls.getSocketFactory());
                encrypted.setHostnameVerifier((_, _) -> true);
            }
            connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
            connection.setReadTimeout((int) patience.toMillis());
            connection.setInstanceFollowRedirects(false);
            if (key != null) {
                connection.setRequestProperty("Authorization", "Bearer " + key.value());
            }
            return connection;
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new IOException("not a URL, expected one such as http://127.0.0.1:3000", e);
        }
    }
}
