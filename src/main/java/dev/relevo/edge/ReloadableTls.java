package dev.relevo.edge;

import dev.relevo.config.ServerTls;
import io.helidon.common.tls.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The listener's encryption: each connection has the certificate, and meets the demands, of the moment in which it begins.
 * The server library takes one context for its whole life and applies no parameters to blocking sockets; so the one that it
 * gets asks here for each socket.
 */
final class ReloadableTls {
    private volatile Handshake present;

    ReloadableTls(ServerTls first) {
        this.present = Handshake.of(first);
    }

    /** From the next connection on. */
    void load(ServerTls next) {
        present = Handshake.of(next);
    }

    /** For the server library, once. */
    Tls tls() {
        SSLContext present = context();
        SSLContext asking = new SSLContext(new Asking(), present.getProvider(), present.getProtocol()) {};
        return Tls.builder().sslContext(asking).build();
    }

    private SSLContext context() {
        return present.context();
    }

    private final class Asking extends SSLContextSpi {
        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trusted, @Nullable SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("it takes what the configuration names");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return new Accepting();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return context().getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return context().createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return context().createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context().getClientSessionContext();
        }
    }

    /** Makes the server's side of accepted sockets, and no other. */
    private final class Accepting extends SSLSocketFactory {
        @Override
        public Socket createSocket(Socket accepted, @Nullable InputStream consumed, boolean autoClose)
                throws IOException {
            Handshake handshake = present;
            // Always closed with it: the library says no, and then never closes the one below.
            SSLSocket socket =
                    (SSLSocket) handshake.context().getSocketFactory().createSocket(accepted, consumed, true);
            socket.setSSLParameters(handshake.parameters());
            return socket;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return present.parameters().getCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return context().getSocketFactory().getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
            throw noClient();
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw noClient();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            throw noClient();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            throw noClient();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            throw noClient();
        }

        private static IOException noClient() {
            return new IOException("the listener's encryption is for accepted sockets");
        }
    }
}
