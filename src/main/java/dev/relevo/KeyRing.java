package dev.relevo;

import dev.relevo.config.Admittance.ClientKey;
import dev.relevo.config.Hosts;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Server;
import dev.relevo.edge.AccessKey;
import dev.relevo.edge.AccessKeys;
import dev.relevo.quota.Ledger;
import dev.relevo.quota.Wallet;
import dev.relevo.relay.Client;
import dev.relevo.store.Store;
import dev.relevo.store.StoredKey;
import dev.relevo.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The access keys of clients: those of the configuration, and those that were created by command, which come and go while the
 * server runs. Used by several threads.
 */
final class KeyRing implements AutoCloseable {
    /** So that a key is good, or good no more, within a second. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /** Of SHA-256, in hexadecimal digits. */
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final Store store;
    private final Ledger ledger;
    private final Clock clock;
    private final Consumer<String> notices;

    /** Of what a person was told. */
    private final Set<String> told = new HashSet<>();

    private BiConsumer<Server, AccessKeys> door = (_, _) -> {};
    private Server server;

    /** Those created by command that the file told last, whether they are good or not. */
    private List<StoredKey> created = List.of();

    private List<StoredKey> good = List.of();
    private boolean required;

    /** Whether the door was not told of the last change, since a bug kept it from being. */
    private boolean behind;

    private volatile AccessKeys present = new AccessKeys(List.of(), false);
    private volatile boolean closed;

    /** @param notices gets a sentence when a created key cannot be used */
    KeyRing(Server server, Store store, Ledger ledger, Clock clock, Consumer<String> notices) {
        this.server = server;
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
        this.notices = notices;
        read();
    }

    /** Those that the door was told of last. */
    AccessKeys present() {
        return present;
    }

    /** Those of now. */
    synchronized AccessKeys keys() {
        List<AccessKey> keys = new ArrayList<>();
        Map<String, Wallet> wallets = ledger.clients(limits());
        for (ClientKey key : server.admittance().keys()) {
            Client client = new Client(key.name(), key.aliases(), wallets.get(key.name()));
            keys.add(new AccessKey(AccessKey.digest(key.key().value()), client, key.admin()));
        }
        for (StoredKey key : good) {
            Client client = new Client(key.name(), Set.copyOf(key.aliases()), wallets.get(key.holder()));
            keys.add(new AccessKey(HexFormat.of().parseHex(key.digest()), client, key.admin()));
        }
        present = new AccessKeys(keys, required);
        return present;
    }

    /**
     * From now on the door is told of them, whenever they change.
     *
     * @param configured gets the server's settings and its keys
     */
    synchronized void begin(BiConsumer<Server, AccessKeys> configured) {
        door = configured;
        Thread.ofPlatform().daemon().name("key-watch").start(() -> {
            while (!closed) {
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
                lookAgain();
            }
        });
    }

    /** A bug must not end the looking, or a key that is revoked would be good for ever. */
    private void lookAgain() {
        try {
            look();
        } catch (RuntimeException | Error bug) {
            tell("a change of the access keys is not noticed yet, which is a bug: " + bug);
        }
    }

    /** Another configuration. */
    synchronized void configure(Server changed) {
        server = changed;
        read();
        door.accept(server, keys());
    }

    /** Looks once. */
    synchronized void look() {
        behind |= !closed && read();
        if (!closed && behind) {
            door.accept(server, keys());
            behind = false;
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Whether something is different by now. Where nobody can tell, what is known holds. */
    private boolean read() {
        List<StoredKey> told = store.keys();
        created = told == null ? created : told;
        long now = clock.epochMillis();
        List<StoredKey> goodNow = created.stream()
                .filter(key -> !key.hasExpired(now) && isUsable(key))
                .sorted(Comparator.comparing(StoredKey::name))
                .toList();
        boolean requiredNow = isRequired();
        boolean changed = !goodNow.equals(good) || requiredNow != required;
        good = goodNow;
        required = requiredNow;
        return changed;
    }

    /** Where others can reach the address nobody is let in without a key, even if the last one was revoked. */
    private boolean isRequired() {
        return !server.admittance().keys().isEmpty()
                || !created.isEmpty()
                || store.keysRequired()
                || (!server.admittance().allowAnonymous() && !Hosts.isLoopback(server.host()));
    }

    private boolean isUsable(StoredKey key) {
        if (server.admittance().keys().stream().anyMatch(own -> own.name().equals(key.name()))) {
            tell("the created access key '" + key.name() + "' is not used: one of the configuration has its name");
            return false;
        }
        if (!DIGEST.matcher(key.digest()).matches()) {
            tell("the created access key '" + key.name()
                    + "' is not used: its digest is damaged; revoke it and create another");
            return false;
        }
        if (limits(key) == null) {
            tell("the created access key '" + key.name() + "' is not used: this version does not know its limits");
            return false;
        }
        return true;
    }

    private void tell(String notice) {
        if (told.add(notice)) {
            notices.accept(notice);
        }
    }

    /** Of each key that has any, by whom they are counted for: a name, or a created key's holder. */
    private Map<String, List<QuotaLimit>> limits() {
        Map<String, List<QuotaLimit>> limits = new HashMap<>();
        server.admittance().keys().forEach(key -> limits.put(key.name(), key.limits()));
        for (StoredKey key : good) {
            List<QuotaLimit> its = limits(key);
            limits.put(key.holder(), its == null ? List.of() : its);
        }
        limits.values().removeIf(List::isEmpty);
        return limits;
    }

    /** Null if one of them is none that this version knows. */
    private static @Nullable List<QuotaLimit> limits(StoredKey key) {
        List<QuotaLimit> limits = new ArrayList<>();
        for (String text : key.limits()) {
            QuotaLimit limit = QuotaLimit.parse(text, _ -> {});
            if (limit == null) {
                return null;
            }
            limits.add(limit);
        }
        return limits;
    }
}
