package dev.relevo.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** Some cells of the matrix at once: their upstreams, running, and the questions to ask them. */
public final class Mix implements AutoCloseable {
    private final List<Site> sites = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();

    private Mix() {}

    static Mix open(List<Cell> cells, long seed, Certificates certificates) throws IOException {
        Mix mix = new Mix();
        for (Cell cell : cells) {
            mix.sites.add(Site.open(cell, seed, certificates));
        }
        return mix;
    }

    /** Lines of YAML, each a provider. */
    public String providers() {
        StringBuilder yaml = new StringBuilder();
        sites.forEach(site -> site.writeProviders(yaml));
        return yaml.toString();
    }

    /** Lines of YAML, each a model. */
    public String models() {
        StringBuilder yaml = new StringBuilder();
        sites.forEach(site -> site.writePools(yaml));
        return yaml.toString();
    }

    /** The name of one of the models. */
    public String model() {
        return sites.getFirst().cell().poolNumbered(0);
    }

    /** One that was not asked before, of any cell. At least one of its targets is well. */
    public Question question(RandomGenerator random) {
        Cell cell = sites.get(random.nextInt(sites.size())).cell();
        int i = asked.getAndIncrement() % Cell.NUMBERS;
        int request = cell.request(i);
        return new Question(
                cell.poolNumbered(i % cell.pools()), cell.stream(), request, Verification.in(cell, request));
    }

    /** Ways to fail, for people. */
    public List<String> modes() {
        return sites.stream().map(site -> site.cell().title()).toList();
    }

    /** How many requests were not answered as they should have been. */
    public int faults() {
        return sites.stream().mapToInt(Site::faults).sum();
    }

    /** @throws AssertionError if the proxy sent an upstream what no client asked */
    @Override
    public void close() {
        sites.forEach(Site::close);
    }
}
