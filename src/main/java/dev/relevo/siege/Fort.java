package dev.relevo.siege;

import dev.relevo.chaos.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A Relevo process with a {@link Provider} behind it, whose name is p, and perhaps {@link Lane}s, named a, b and so on. */
final class Fort implements AutoCloseable {
    private final Provider provider;
    private final List<Lane> lanes;
    private final Subject subject;
    private final Vitals vitals;

    private Fort(Provider provider, List<Lane> lanes, Subject subject) {
        this.provider = provider;
        this.lanes = lanes;
        this.subject = subject;
        this.vitals = new Vitals(subject.process());
    }

    /**
     * What makes one unlike others.
     *
     * @param server members of the server's section, in YAML
     * @param models aliases, a line for each
     * @param lanes how many
     * @param javaOptions for its JVM
     */
    record Plan(String server, String models, int lanes, List<String> javaOptions) {
        /** One that says nothing unless something is wrong. */
        static Plan quiet(String server) {
            return new Plan("log-level: error" + (server.isEmpty() ? "" : ", " + server), "", 0, List.of());
        }

        /** Its heap has all of its memory from the start, so that what it takes later is not that. */
        Plan touched() {
            return with("-Xms512m", "-XX:+AlwaysPreTouch");
        }

        Plan with(String... options) {
            return new Plan(server, models, lanes, List.of(options));
        }

        Plan with(String moreModels, int moreLanes) {
            return new Plan(server, moreModels, moreLanes, javaOptions);
        }
    }

    static Fort open(List<String> command, Plan plan) throws IOException, InterruptedException {
        return open(command, plan, _ -> {});
    }

    /** @param ear gets each line that the process says, and keeps it from saying more until it returns */
    static Fort open(List<String> command, Plan plan, Consumer<String> ear) throws IOException, InterruptedException {
        Provider provider = new Provider();
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < plan.lanes(); i++) {
            lanes.add(new Lane(Character.toString('a' + i)));
        }
        String configuration = configuration(provider, lanes, plan.models());
        return new Fort(provider, lanes, Subject.start(command, plan.server(), configuration, ear));
    }

    /** Providers and models, in YAML. */
    String configuration(String models) {
        return configuration(provider, lanes, models);
    }

    private static String configuration(Provider provider, List<Lane> lanes, String models) {
        return "providers:\n  p: {base-url: \"" + provider.url() + "\", api-key: sk-siege}\n"
                + lanes.stream().map(Lane::providers).collect(Collectors.joining())
                + "models:\n  auto: [p/well]\n" + models;
    }

    List<Lane> lanes() {
        return lanes;
    }

    Provider provider() {
        return provider;
    }

    Subject subject() {
        return subject;
    }

    Vitals vitals() {
        return vitals;
    }

    int port() {
        return subject.port();
    }

    Visitor visitor() throws IOException {
        return Visitor.to(port());
    }

    /** What it says of its own health, and of its targets'. */
    Said health() throws IOException {
        try (Visitor visitor = visitor()) {
            return visitor.get("/health").answer();
        }
    }

    /** @throws AssertionError if the provider was sent what no client asked */
    @Override
    public void close() throws IOException {
        subject.close();
        for (Lane lane : lanes) {
            lane.close();
        }
        provider.close();
    }
}
