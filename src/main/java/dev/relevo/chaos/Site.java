package dev.relevo.chaos;

import dev.relevo.chaos.Mode.Pace;
import dev.relevo.config.OnCut;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A cell's three upstreams, running, and what the configuration says of them. */
final class Site implements AutoCloseable {
    private static final String IMPATIENT = "timeouts: {connect: 300ms, ttft: 300ms, answer: 300ms, idle: 300ms}";

    private final Cell cell;
    private final List<Upstream> upstreams = new ArrayList<>();

    private Site(Cell cell) {
        this.cell = cell;
    }

    static Site open(Cell cell, long seed, Certificates certificates) throws IOException {
        Site site = new Site(cell);
        for (int place = 0; place < Cell.UPSTREAMS; place++) {
            site.upstreams.add(new Upstream(cell, place, seed, certificates));
        }
        return site;
    }

    Cell cell() {
        return cell;
    }

    /** Requests that the upstreams read. */
    int calls() {
        return upstreams.stream().mapToInt(Upstream::calls).sum();
    }

    int faults() {
        return upstreams.stream().mapToInt(Upstream::faults).sum();
    }

    /** A provider for each upstream and pool, in YAML. */
    void writeProviders(StringBuilder yaml) {
        for (int pool = 0; pool < cell.pools(); pool++) {
            for (Upstream upstream : upstreams) {
                yaml.append("  ").append(provider(pool, upstream)).append(": {base-url: \"");
                yaml.append(upstream.url()).append("\", api-key: sk-chaos");
                if (upstream.faulty()) {
                    member(yaml, cell.mode().pace() == Pace.SLOW ? IMPATIENT : "");
                    member(yaml, cell.mode().provider());
                }
                yaml.append("}\n");
            }
        }
    }

    /** A model for each pool, in YAML. */
    void writePools(StringBuilder yaml) {
        for (int pool = 0; pool < cell.pools(); pool++) {
            yaml.append("  ").append(cell.poolNumbered(pool)).append(": {strategy: priority, targets: [");
            yaml.append(targets(pool)).append(']');
            member(yaml, cell.policy() == OnCut.ERROR ? "" : "on-cut: " + cell.onCut());
            member(yaml, cell.mode().pool());
            yaml.append("}\n");
        }
    }

    /** @throws AssertionError if the proxy sent an upstream what no client asked */
    @Override
    public void close() {
        upstreams.forEach(Upstream::close);
    }

    private String targets(int pool) {
        String form = cell.policy() == OnCut.CONTINUE ? "{target: %s/m, continues: prefill}" : "%s/m";
        return upstreams.stream()
                .map(upstream -> form.formatted(provider(pool, upstream)))
                .collect(Collectors.joining(", "));
    }

    private String provider(int pool, Upstream upstream) {
        return cell.poolNumbered(pool) + upstream.name();
    }

    private static void member(StringBuilder yaml, String member) {
        if (!member.isEmpty()) {
            yaml.append(", ").append(member);
        }
    }
}
