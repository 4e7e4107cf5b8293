package dev.relevo.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Names that only tests know. The machine remembers names, so each test has its own. */
public final class TestNames extends InetAddressResolverProvider {
    private static final Map<String, TestName> NAMES = new ConcurrentHashMap<>();

    /** A name with addresses on this machine. */
    static final class TestName {
        final String host = "name" + NAMES.size() + ".test";
        private final int[] lastBytes;
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch answered = new CountDownLatch(1);

        private TestName(int... lastBytes) {
            this.lastBytes = lastBytes;
            NAMES.put(host, this);
        }

        /** Waits until the name is being looked up. */
        void awaitAsked() throws InterruptedException {
            asked.await();
        }

        /** Lets the look-up end. */
        void answer() {
            answered.countDown();
        }

        private Stream<InetAddress> lookUp() throws UnknownHostException {
            asked.countDown();
            awaitDeafly(answered);
            InetAddress[] addresses = new InetAddress[lastBytes.length];
            for (int i = 0; i < addresses.length; i++) {
                addresses[i] = InetAddress.getByAddress(host, new byte[] {127, 0, 0, (byte) lastBytes[i]});
            }
            return Stream.of(addresses);
        }
    }

    /** A name whose look-up stalls until it is told to answer. */
    static TestName stalled() {
        return new TestName(1);
    }

    /** A name with these addresses: 127.0.0.1 and so on. */
    static TestName of(int... lastBytes) {
        TestName name = new TestName(lastBytes);
        name.answer();
        return name;
    }

    @Override
    public String name() {
        return "names for tests";
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver builtin = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                TestName name = NAMES.get(host);
                return name == null ? builtin.lookupByName(host, policy) : name.lookUp();
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return builtin.lookupByAddress(address);
            }
        };
    }

    /** As a look-up in the system's library, deaf to interrupts. */
    private static void awaitDeafly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
